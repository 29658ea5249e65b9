package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.Elsewhere;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateLookTest {
  private static final Elsewhere REDIS = new Elsewhere("sessions are kept in Redis", false);
  private static final Elsewhere CLUSTER = new Elsewhere("has a cluster of its own", true);

  private final List<String> log = new ArrayList<>();
  private List<Elsewhere> elsewhere = List.of();
  private String other = "";
  private final StateLook look =
      new StateLook(
          () -> elsewhere, () -> other, line -> log.add("INFO " + line), l -> log.add("WARN " + l));

  @Test
  void whatIsElsewhereIsSaidOnceAndTakenBack() {
    assertThat(look.get()).isEmpty();
    elsewhere = List.of(REDIS, CLUSTER);
    assertThat(look.get()).isEqualTo("has a cluster of its own");
    assertThat(look.get()).isEqualTo("has a cluster of its own");
    elsewhere = List.of();
    assertThat(look.get()).isEmpty();
    elsewhere = List.of(CLUSTER);
    assertThat(look.get()).isNotEmpty();

    assertThat(log)
        .containsExactly(
            "INFO sessions are kept in Redis",
            "WARN has a cluster of its own",
            "INFO over: sessions are kept in Redis",
            "INFO over: has a cluster of its own",
            "WARN has a cluster of its own");
  }

  @Test
  void whatNeedNotMoveForbidsNothing() {
    elsewhere = List.of(REDIS);
    assertThat(look.get()).isEmpty();
    other = "app.jar has changed on disk";
    assertThat(look.get()).isEqualTo("app.jar has changed on disk");
  }
}
