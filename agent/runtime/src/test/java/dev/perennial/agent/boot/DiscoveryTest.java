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
      new Discovery(
          () -> searches >= foundAt,
          () -> searches++,
          "Apache Tomcat 9",
          Discovery.restarts(true),
          said::add,
          said::add);

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
                + " this")
        .contains("never switched over; the guard restarts it in place when a resource is");
  }

  @Test
  void aContainerThatComesLateTakesItBackOnce() {
    foundAt = 7;

    for (int look = 1; look <= 9; look++) {
      discovery.look();
    }

    assertThat(said)
        .hasSize(2)
        .endsWith("over: there was no container that the agent knows; there is one now");
  }

  @Test
  void withoutTheSettingNothingRestartsIt() {
    assertThat(Discovery.restarts(false)).startsWith("nothing restarts it by itself; the guard");
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
