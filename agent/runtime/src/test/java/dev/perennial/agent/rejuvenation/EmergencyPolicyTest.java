package dev.perennial.agent.rejuvenation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.Listener;
import dev.perennial.agent.container.MemoryContainer;
import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.guard.Armable;
import dev.perennial.agent.guard.Standing;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.restart.EmergencyLaunch;
import dev.perennial.agent.restart.ListenAddress;
import dev.perennial.agent.restart.RestartAbility;
import dev.perennial.agent.restart.Veto;
import dev.perennial.agent.server.Operator;
import dev.perennial.agent.settings.Settings;
import dev.perennial.agent.settings.Sources;
import dev.perennial.coordinator.roster.Report;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When the guard is told what; the restart itself is for the tests of whole processes. */
class EmergencyPolicyTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Log log =
      Log.toStream(InstantSource.system(), new PrintStream(said, true, StandardCharsets.UTF_8));
  private final Operator operator = new Operator(Report.Action.AUTOMATIC);
  private final MemoryContainer container = new MemoryContainer();
  private final FakeGuard guard = new FakeGuard();
  private Standing standing = Standing.ALONE;
  private @Nullable FakeWay way = new FakeWay();
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

  /** A program that uses up all threads at once: the agent comes up in a JVM that is lost. */
  @Test
  void whatIsLostFromItsFirstMomentIsLookedAtOnceAllTheSame() {
    guard.critical = true;
    FakeWay prepared = way;
    way = null;
    EmergencyPolicy policy = policy("restart");
    ticks(policy, 3);
    assertThat(guard.orders).isEmpty();

    way = prepared;
    ticks(policy, 10);

    assertThat(guard.orders).containsExactly("arm, keeps [127.0.0.1:8080]");
  }

  @Test
  void whereNothingForbidsItTheGuardIsArmedAtEachLookAndThatIsSaidOnce() {
    ticks(policy("restart"), 6);

    assertThat(guard.orders)
        .containsExactly("arm, keeps [127.0.0.1:8080]", "arm, keeps [127.0.0.1:8080]");
    assertThat(said()).containsOnlyOnce("the guard is ready").doesNotContain("in Java alone");
  }

  @Test
  void aGuardInJavaAloneSaysSo() {
    guard.inNativeCode = false;

    policy("restart").tick();

    assertThat(said()).contains("the guard is ready, in Java alone");
  }

  @Test
  void whereSocketsAreClosedTheNextLifeIsGivenNone() {
    policy("restart,sockets=close").tick();

    assertThat(guard.orders).containsExactly("arm, keeps []");
  }

  @Test
  void anArmedGuardIsDisarmedAsSoonAsAnOperatorHoldsTheServerAndArmedAgainAfterThat() {
    EmergencyPolicy policy = policy("restart");
    ticks(policy, 5);
    operator.hold();
    ticks(policy, 5);
    operator.release();
    ticks(policy, 5);

    assertThat(guard.orders)
        .containsExactly("arm, keeps [127.0.0.1:8080]", "disarm", "arm, keeps [127.0.0.1:8080]");
    assertThat(said().split("the guard is ready", -1)).hasSize(3);
  }

  @Test
  void whatSpeaksAgainstTheRestartDisarmsTheGuard() {
    way.vetoes.add(new Veto(Veto.Kind.CHANGED, "shop.jar has changed"));

    policy("restart").tick();

    assertThat(guard.orders).containsExactly("disarm");
    assertThat(said()).contains("no restart without duplexing now: shop.jar has changed");
  }

  /** The guard finds its sockets by port. */
  @Test
  void aUnixDomainSocketForbidsIt() {
    EmergencyPolicy policy = policy("restart");
    container.listeners =
        List.of(
            new Listener("127.0.0.1", 8080, "http"),
            new Listener("/run/shop.sock", Listener.UNIX, "http", ""));

    policy.tick();

    assertThat(guard.orders).containsExactly("disarm");
    assertThat(said())
        .contains("in an emergency the Unix domain socket of http at /run/shop.sock cannot be");
  }

  @Test
  void aGuardThatCannotBeMadeReadyIsDisarmedAndThatIsSaid() {
    way.canBeArmed = false;

    policy("restart").tick();

    assertThat(guard.orders).containsExactly("disarm");
    assertThat(said())
        .contains("no restart without duplexing now: the guard could not be made ready");
  }

  @Test
  void whatForbidsItDisarmsTheGuardAtEachLook() {
    way.ability = new RestartAbility.ExitOnly("no Linux");

    ticks(policy("restart"), 6);

    assertThat(guard.orders).containsExactly("disarm", "disarm");
  }

  @Test
  void whatForbidsItIsSaidOnceUntilItIsSomethingElse() {
    way.ability = new RestartAbility.ExitOnly("no Linux");
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
    EmergencyPolicy policy = policy("restart");
    policy.tick();
    guard.orders.clear();
    guard.critical = true;

    ticks(policy, 6);

    assertThat(guard.turns).hasSize(7);
    assertThat(looks).isEqualTo(1);
    assertThat(guard.orders).isEmpty();
  }

  @Test
  void aRestartThatIsNotPreparedYetIsNoObstacle() {
    EmergencyPolicy policy = policy("restart");
    way = null;
    ticks(policy, 5);
    assertThat(looks).isEqualTo(5);
    assertThat(guard.orders).isEmpty();
    assertThat(said()).isEmpty();
    way = new FakeWay();

    policy.tick();

    assertThat(guard.orders).containsExactly("arm, keeps [127.0.0.1:8080]");
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
    container.listeners = List.of(new Listener("127.0.0.1", 8080, "http"));
    containers.add(container);
    return new EmergencyPolicy(
        guard,
        new EmergencyRules(settings, operator, List::of, Optional.empty(), InstantSource.system()),
        () -> {
          looks++;
          return Optional.ofNullable(way);
        },
        containers,
        () -> standing,
        log);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private static final class FakeWay implements EmergencyWay {
    final List<Veto> vetoes = new ArrayList<>();
    RestartAbility ability = new RestartAbility.Exec();
    boolean canBeArmed = true;

    @Override
    public RestartAbility ability() {
      return ability;
    }

    @Override
    public List<Veto> check() {
      return vetoes;
    }

    @Override
    public boolean arm(Armable guard, String note, Set<ListenAddress> kept) {
      if (canBeArmed) {
        ((FakeGuard) guard).orders.add("arm, keeps " + kept);
      }
      return canBeArmed;
    }
  }

  private static final class FakeGuard implements Armable {
    final List<String> turns = new ArrayList<>();
    final List<String> orders = new ArrayList<>();
    boolean critical;
    boolean inNativeCode = true;

    @Override
    public boolean isNative() {
      return inNativeCode;
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
      throw new AssertionError("the restart does that");
    }

    @Override
    public void disarm() {
      orders.add("disarm");
    }
  }
}
