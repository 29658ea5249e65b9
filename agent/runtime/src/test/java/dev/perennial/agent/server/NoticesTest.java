package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.log.Log;
import dev.perennial.agent.settings.Settings;
import dev.perennial.agent.settings.Sources;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Roster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NoticesTest {
  private static final Roster ROSTER =
      new Roster(1, Mode.ACTIVE_STANDBY, List.of(), Set.of(), List.of(), "");

  private final List<String> said = new ArrayList<>();
  private final List<String> ready = new ArrayList<>();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private long nanos;

  private Notices of(String args) {
    Log to =
        Log.toStream(InstantSource.system(), new PrintStream(log, true, StandardCharsets.UTF_8));
    Reach.View view =
        new Reach.View() {
          @Override
          public void alone(String why) {
            throw new AssertionError(why);
          }

          @Override
          public void member(String lonely) {
            ready.add(lonely);
          }
        };
    return new Notices(
        Settings.read(new Sources(args, new Properties(), Map.of())),
        new Reach("s1", "shop", view, alerts -> {}, to, InstantSource.system()),
        () -> nanos,
        said::add,
        said::add);
  }

  private void pass(int seconds) {
    nanos += Duration.ofSeconds(seconds).toNanos();
  }

  private String logged() {
    return log.toString(StandardCharsets.UTF_8);
  }

  @Test
  void membersThatStayAwayAreToldOnceEachTimeAndTakenBack() {
    Notices notices = of("cluster.members=10.0.0.2:5701;127.0.0.1:5701");

    for (int i = 0; i < 3; i++) {
      notices.members("s1", ROSTER, Set.of("s1"));
      pass(19);
    }
    assertThat(ready).singleElement().asString().contains("10.0.0.2:5701", "correct the list");
    notices.members("s1", ROSTER, Set.of("s1", "s2"));
    assertThat(ready).hasSize(2).endsWith("");
    assertThat(logged()).containsOnlyOnce("over: this server was alone; members now: 2");
    notices.members("s1", ROSTER, Set.of("s1"));
    pass(20);
    notices.members("s1", ROSTER, Set.of("s1"));
    assertThat(ready).hasSize(3);
  }

  @Test
  void aServerThatNamesNoOtherIsMeantToBeAlone() {
    Notices notices = of("cluster.members=127.0.0.1:5701");

    notices.members("s1", ROSTER, Set.of("s1"));
    pass(60);
    notices.members("s1", ROSTER, Set.of("s1"));

    assertThat(ready).isEmpty();
    assertThat(logged()).isEmpty();
  }

  @Test
  void anApplicationThatStartsIsGivenTimeThenTheReasonIsToldOnceAndTakenBack() {
    Notices notices = of("");

    notices.application("no container has been seen here yet");
    assertThat(said).isEmpty();
    pass(20);
    notices.application("its answer is 503");
    notices.application("its answer is 503");

    assertThat(said)
        .singleElement()
        .asString()
        .startsWith(
            "the application does not answer (its answer is 503), so this server is neither");
    notices.application(null);
    notices.application(null);
    assertThat(said).hasSize(2).endsWith("over: the application did not answer; it answers now");
  }

  @Test
  void anApplicationThatAnswersIsNotMissed() {
    Notices notices = of("");

    notices.application(null);
    pass(60);
    notices.application(null);

    assertThat(said).isEmpty();
  }
}
