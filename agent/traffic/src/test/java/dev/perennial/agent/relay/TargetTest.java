package dev.perennial.agent.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a|b", "a\r\nb", "\u00e4"})
  void takesNoTextThatWouldBreakTheHeader(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Target("h", 1, text, "a"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Target("h", 1, "t", text));
  }

  @Test
  void doesNotShowItsToken() {
    assertThat(new Target("host", 80, "hidden", "a").toString()).doesNotContain("hidden");
  }
}
