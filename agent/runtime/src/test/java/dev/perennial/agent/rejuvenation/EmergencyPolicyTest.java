package dev.perennial.agent.rejuvenation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.MemoryContainer;
import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.guard.Armable;
import dev.perennial.agent.guard.Standing;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.restart.EmergencyLaunch;
import dev.perennial.agent.restart.ListenAddress;
import dev.perennial.agent.restart.RestartInPlace;
import dev.perennial.agent.restart.RestartStrategy;
import dev.perennial.agent.server.Operator;
import dev.perennial.agent.settings.Settings;
import dev.perennial.agent.settings.Sources;
import dev.perennial.coordinator.roster.Report;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * When the guard is told what. Here no restart in place can be had; with one, see the tests of
 * whole processes.
 */
class EmergencyPolicyTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Log log =
      Log.toStream(InstantSource.system(), new PrintStream(said, true, StandardCharsets.UTF_8));
  private final Operator operator = new Operator(Report.Action.AUTOMATIC);
  private final MemoryContainer container = new MemoryContainer();
  private final FakeGuard guard = new FakeGuard();
  private Standing standing = Standing.ALONE;
  private @Nullable RestartInPlace restart = Restarts.of(RestartStrategy.EXIT);
  private int looks;

  @Test
  void eachTurnIsShownToTheGuard() {
    EmergencyPolicy policy = policy("none");
    policy.tick();
    standing = Standing.DUPLEXING;
    container.sessions.put("1", "cart");

    policy.tick();

    assertThat(guard.turns).containsExactly("ALONE, 0 sessions", "DUPLEXING, 1 sessions");
  }

  @Test
  void theFirstTurnOfFiveLooks() {
    EmergencyPolicy policy = policy("restart");

    policy.tick();
    assertThat(looks).isEqualTo(1);
    ticks(policy, 4);
    assertThat(looks).isEqualTo(1);
    policy.tick();
    assertThat(looks).isEqualTo(2);
    assertThat(guard.turns).hasSize(6);
  }

  @Test
  void whatForbidsItDisarmsTheGuardAtEachLook() {
    EmergencyPolicy policy = policy("restart");

    ticks(policy, 6);

    assertThat(guard.orders).containsExactly("disarm", "disarm");
  }

  @Test
  void whatForbidsItIsSaidOnceUntilItIsSomethingElse() {
    EmergencyPolicy policy = policy("restart");
    ticks(policy, 11);
    assertThat(said())
        .containsOnlyOnce(
            "no restart without duplexing now: this server cannot be restarted in place");
    operator.hold();

    ticks(policy, 10);

    assertThat(said()).containsOnlyOnce("now: this server is held by an operator");
  }

  @Test
  void whereItIsNotWantedNothingIsLookedAtOrSaid() {
    ticks(policy("none"), 6);

    assertThat(looks).isZero();
    assertThat(guard.orders).isEmpty();
    assertThat(said()).isEmpty();
  }

  @Test
  void inTheEmergencyItselfNothingIsChanged() {
    guard.critical = true;

    ticks(policy("restart"), 6);

    assertThat(guard.turns).hasSize(6);
    assertThat(looks).isZero();
    assertThat(guard.orders).isEmpty();
  }

  @Test
  void aRestartThatIsNotPreparedYetIsNoObstacle() {
    EmergencyPolicy policy = policy("restart");
    restart = null;
    ticks(policy, 5);
    assertThat(looks).isEqualTo(1);
    assertThat(guard.orders).isEmpty();
    assertThat(said()).isEmpty();
    restart = Restarts.of(RestartStrategy.EXIT);

    policy.tick();

    assertThat(guard.orders).containsExactly("disarm");
  }

  private static void ticks(EmergencyPolicy policy, int count) {
    for (int i = 0; i < count; i++) {
      policy.tick();
    }
  }

  private EmergencyPolicy policy(String emergency) {
    Settings settings =
        Settings.read(
            new Sources("action=automatic,emergency=" + emergency, new Properties(), Map.of()));
    assertThat(settings.mistakes()).isEmpty();
    Containers containers = new Containers();
    containers.add(container);
    return new EmergencyPolicy(
        guard,
        new EmergencyRules(settings, operator, List::of, Optional.empty(), InstantSource.system()),
        new PreparedRestart(
            () -> {
              looks++;
              return Optional.ofNullable(restart);
            },
            Path.of("handover.note"),
            null),
        containers,
        () -> standing,
        log);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private static final class FakeGuard implements Armable {
    final List<String> turns = new ArrayList<>();
    final List<String> orders = new ArrayList<>();
    boolean critical;

    @Override
    public boolean isNative() {
      return true;
    }

    @Override
    public boolean isCritical() {
      return critical;
    }

    @Override
    public void turn(Standing standing, long sessions) {
      turns.add(standing + ", " + sessions + " sessions");
    }

    @Override
    public boolean arm(EmergencyLaunch next, Set<ListenAddress> listening) {
      orders.add("arm");
      return true;
    }

    @Override
    public void disarm() {
      orders.add("disarm");
    }
  }
}
