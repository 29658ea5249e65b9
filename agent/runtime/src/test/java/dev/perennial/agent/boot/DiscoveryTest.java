package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
  private final List<String> said = new ArrayList<>();
  private int searches;
  private int foundAt = Integer.MAX_VALUE;
  private final Discovery discovery =
      new Discovery(() -> searches >= foundAt, () -> searches++, "Apache Tomcat 9", said::add);

  @Test
  void afterSixLooksInVainItSaysSoOnce() {
    for (int look = 1; look <= 5; look++) {
      discovery.look();
    }
    assertThat(said).isEmpty();

    discovery.look();
    discovery.look();

    assertThat(said).hasSize(1);
    assertThat(said.get(0))
        .startsWith(
            "there is no container here so far that the agent knows; known are Apache Tomcat 9;"
                + " this");
  }

  @Test
  void aContainerThatIsFoundIsSearchedForNoMore() {
    foundAt = 6;

    for (int look = 1; look <= 8; look++) {
      discovery.look();
    }

    assertThat(searches).isEqualTo(6);
    assertThat(said).isEmpty();
  }
}
