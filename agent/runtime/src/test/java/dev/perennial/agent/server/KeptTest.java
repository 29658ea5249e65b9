package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeptTest {
  private long nanos = 1_000;
  private int found;
  private final Kept<String> kept = new Kept<>(10, () -> nanos);

  @Test
  void itIsFoundOutOnceForAWhile() {
    assertThat(get("shop")).isEqualTo("shop 1");
    nanos += 10;
    assertThat(get("shop")).isEqualTo("shop 1");
    nanos += 1;
    assertThat(get("shop")).isEqualTo("shop 2");
  }

  @Test
  void whatItIsFoundOutOfHasChanged() {
    assertThat(get("shop")).isEqualTo("shop 1");
    assertThat(get("shop and bank")).isEqualTo("shop and bank 2");
  }

  private String get(String of) {
    return kept.get(of, () -> of + " " + ++found);
  }
}
