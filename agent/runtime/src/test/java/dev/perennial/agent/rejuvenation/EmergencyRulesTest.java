package dev.perennial.agent.rejuvenation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.guard.EmergencyNote;
import dev.perennial.agent.restart.EmergencyLaunch;
import dev.perennial.agent.restart.RestartAbility;
import dev.perennial.agent.restart.Veto;
import dev.perennial.agent.server.Operator;
import dev.perennial.agent.settings.Settings;
import dev.perennial.agent.settings.Sources;
import dev.perennial.agent.status.PastRejuvenation;
import dev.perennial.coordinator.roster.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class EmergencyRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final RestartAbility EXEC = new RestartAbility.Exec();

  private final Operator operator = new Operator(Report.Action.AUTOMATIC);
  private final List<PastRejuvenation> history = new ArrayList<>();
  private Optional<EmergencyNote> last = Optional.empty();

  @Test
  void aServerThatMayBeRestartedMayBeRestartedInAnEmergency() {
    assertThat(obstacle("action=automatic", EXEC)).isEmpty();
  }

  @Test
  void onlyAnAutomaticServerIsRestarted() {
    assertThat(obstacle("action=supervised", EXEC))
        .isEqualTo("perennial.action is supervised, it needs automatic");
  }

  @Test
  void aServerThatIsHeldIsNot() {
    operator.hold();

    assertThat(obstacle("action=automatic", EXEC)).isEqualTo("this server is held by an operator");
  }

  @Test
  void anEndForASupervisorIsNoHelp() {
    assertThat(obstacle("action=automatic", new RestartAbility.ExitOnly("no Linux")))
        .isEqualTo("this server cannot be restarted in place");
  }

  @Test
  void whatHasChangedOnDiskForbidsIt() {
    assertThat(
            obstacle(
                "action=automatic",
                EXEC,
                new Veto(Veto.Kind.NO_EXEC, "no Linux"),
                new Veto(Veto.Kind.IMPOSSIBLE, "app.jar has changed")))
        .isEqualTo("no Linux; app.jar has changed");
  }

  @Test
  void tooManyRestartsWithinTheHourForbidOneMore() {
    history.add(past(NOW.minusSeconds(600)));
    assertThat(obstacle("action=automatic,restart.max-per-hour=2", EXEC)).isEmpty();
    history.add(past(NOW.minusSeconds(60)));

    assertThat(obstacle("action=automatic,restart.max-per-hour=2", EXEC))
        .startsWith("it was restarted 2 times within the hour");
  }

  @Test
  void whereTheHistoryCouldNotBeWrittenTheLivesHaveCounted() {
    Instant before = NOW.minusSeconds(60);
    last =
        Optional.of(
            new EmergencyNote(
                List.of(before, before), before, before, before, 0, "the heap is full"));

    assertThat(obstacle("action=automatic,restart.max-per-hour=2", EXEC))
        .isEqualTo("it was restarted 2 times in an emergency within the hour");
  }

  @Test
  void itIsWantedWhereTheSettingsSaySo() {
    assertThat(rules("emergency=restart").isWanted()).isTrue();
    assertThat(rules("emergency=none").isWanted()).isFalse();
    assertThat(rules("sockets=keep").keepsSockets()).isTrue();
    assertThat(rules("").note()).startsWith(EmergencyLaunch.VARIABLE + "=");
  }

  private String obstacle(String args, RestartAbility ability, Veto... vetoes) {
    return rules(args).obstacle(ability, () -> List.of(vetoes));
  }

  private EmergencyRules rules(String args) {
    Settings settings = Settings.read(new Sources(args, new Properties(), Map.of()));
    assertThat(settings.mistakes()).isEmpty();
    return new EmergencyRules(settings, operator, () -> history, last, () -> NOW);
  }

  private static PastRejuvenation past(Instant ended) {
    return new PastRejuvenation(
        1,
        ended.minusSeconds(30),
        ended,
        PastRejuvenation.EMERGENCY_RESTART + ": the heap is full",
        "the heap is full",
        null,
        PastRejuvenation.Moving.NONE,
        0,
        0,
        0,
        0,
        0,
        0,
        1,
        1,
        null);
  }
}
