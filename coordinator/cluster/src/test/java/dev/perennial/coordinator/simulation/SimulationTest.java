package dev.perennial.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.rejuvenation.TimingSettings;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.PlanPolicy;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {
  private static final int SEEDS = 100;

  @ParameterizedTest(name = "20 servers, {0}, " + SEEDS + " seeds")
  @EnumSource(Mode.class)
  void keepsItsPromisesThroughLossCrashesAndPartitions(Mode mode) {
    int restarts = 0;
    Set<String> seen = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      int maxOut = 1 + (int) (seed % 3);
      try {
        SimulatedCluster cluster =
            new SimulatedCluster(seed, mode, 20, 4, policy(maxOut), Faults.many(), seen);
        cluster.run(400);
        cluster.calm();
        cluster.run(400);
        assertAllServe(cluster);
        restarts += cluster.restarts();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ", " + mode + ": " + e.getMessage(), e);
      }
    }
    assertThat(restarts).as("rejuvenations over all seeds").isGreaterThan(SEEDS * 10);
    // A simulation in which nothing went wrong would prove nothing.
    assertThat(seen)
        .contains(
            "took back",
            "came back",
            "not restarted:",
            "hold expired",
            "duplexing failed:",
            "did not",
            "is no",
            "died and",
            "restarted",
            "restarted again",
            "returned healthy",
            "released by",
            "left in",
            "stops in");
  }

  @ParameterizedTest(name = "without faults, {0}: everybody is rejuvenated")
  @EnumSource(Mode.class)
  void rejuvenatesEverybodyWhereNothingGoesWrong(Mode mode) {
    SimulatedCluster cluster =
        new SimulatedCluster(7, mode, 20, 4, policy(2), Faults.none(), new TreeSet<>());

    cluster.run(1200);

    assertThat(cluster.servers()).allSatisfy(s -> assertThat(s.lives).isGreaterThan(1));
  }

  @Test
  void plansForAThousandServers() {
    SimulatedCluster cluster =
        new SimulatedCluster(
            1, Mode.ACTIVE_STANDBY, 1000, 60, policy(20), Faults.none(), new TreeSet<>());

    cluster.run(250);

    assertThat(cluster.restarts()).isGreaterThan(40);
  }

  private static void assertAllServe(SimulatedCluster cluster) {
    for (SimulatedServer server : cluster.servers()) {
      ServerEntry entry = cluster.roster(0).require(server.name);
      assertThat(entry.stage()).as("%s", entry).isEqualTo(Stage.IN_SERVICE);
    }
    assertThat(cluster.roster(0).halt()).isEmpty();
  }

  private static PlanPolicy policy(int maxOut) {
    long second = 1000;
    return new PlanPolicy(
        maxOut,
        10,
        100_000,
        1.5,
        1.0,
        new TimingSettings(0.5, 20, 30, 10),
        10 * second,
        5 * second,
        60 * second,
        20 * second,
        60 * second,
        60 * second,
        30 * second,
        300 * second,
        3600 * second);
  }
}
