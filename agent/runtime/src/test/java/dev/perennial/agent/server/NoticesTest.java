package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.settings.Settings;
import dev.perennial.agent.settings.Sources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NoticesTest {
  private final List<String> said = new ArrayList<>();
  private long nanos;

  private Notices of(String args) {
    return new Notices(
        Settings.read(new Sources(args, new Properties(), Map.of())), () -> nanos, said::add);
  }

  private void pass(int seconds) {
    nanos += Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void membersThatStayAwayAreToldOnceEachTime() {
    Notices notices = of("cluster.members=10.0.0.2:5701;127.0.0.1:5701");

    for (int i = 0; i < 3; i++) {
      notices.members(Set.of("s1"));
      pass(19);
    }
    assertThat(said).singleElement().asString().contains("10.0.0.2:5701", "correct the list");
    notices.members(Set.of("s1", "s2"));
    notices.members(Set.of("s1"));
    pass(20);
    notices.members(Set.of("s1"));
    assertThat(said).hasSize(2);
  }

  @Test
  void aServerThatNamesNoOtherIsMeantToBeAlone() {
    Notices notices = of("cluster.members=127.0.0.1:5701");

    notices.members(Set.of("s1"));
    pass(60);
    notices.members(Set.of("s1"));

    assertThat(said).isEmpty();
  }

  @Test
  void anApplicationThatStartsIsGivenTimeAndThenTheReasonIsToldOnce() {
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
