package dev.perennial.sample.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StickinessTest {
  private static final InetSocketAddress NOWHERE = InetSocketAddress.createUnresolved("none", 1);
  private static final Endpoint FIRST = new Endpoint("s1", NOWHERE, NOWHERE, "/");
  private static final Endpoint SECOND = new Endpoint("s2", NOWHERE, NOWHERE, "/");

  @Test
  void allTabsOfASessionShareItsServer() {
    List<Endpoint> asked = new ArrayList<>();
    Stickiness sticky =
        new Stickiness(
            last -> {
              asked.add(last);
              return last == null ? FIRST : SECOND;
            });

    assertThat(sticky.next()).isEqualTo(FIRST);
    assertThat(sticky.next()).isEqualTo(SECOND);
    assertThat(asked).containsExactly(null, FIRST);
  }
}
