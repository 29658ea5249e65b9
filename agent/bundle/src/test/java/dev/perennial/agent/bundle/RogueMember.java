package dev.perennial.agent.bundle;

import dev.perennial.coordinator.hazelcast.ClusterSettings;
import dev.perennial.coordinator.hazelcast.LastingRosterStore;
import dev.perennial.coordinator.hazelcast.SecretDoubts;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import dev.perennial.coordinator.secret.ClusterSecret;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A member that has the secret, and tells all servers at once to restart. A process of its own.
 * Arguments: its port, the port of a server, the secret, and the number of servers to wait for.
 */
final class RogueMember {
  private RogueMember() {}

  public static void main(String[] args) throws InterruptedException {
    ClusterSettings settings =
        new ClusterSettings(
            "rogue",
            "perennial",
            "127.0.0.1",
            Integer.parseInt(args[0]),
            List.of("127.0.0.1:" + args[1]),
            Mode.ACTIVE_STANDBY,
            ClusterSecret.of(args[2]),
            false);
    LastingRosterStore store =
        LastingRosterStore.open(
            settings,
            RogueMember.class.getClassLoader(),
            System::nanoTime,
            new Quiet(),
            new SecretDoubts(System::nanoTime));
    for (int i = 0;
        i < 1200 && !isUp(store.roster().orElse(null), Integer.parseInt(args[3]));
        i++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    while (true) {
      Roster now = store.roster().orElseThrow();
      Roster next =
          new Roster(
              now.epoch() + 1,
              now.mode(),
              now.servers().stream().map(RogueMember::told).toList(),
              now.coordinators(),
              now.restarts(),
              now.halt());
      if (store.replace(now.epoch(), next) == RosterStore.Outcome.DONE) {
        break;
      }
    }
    System.out.println("all are told to restart");
    Thread.currentThread().join();
  }

  private static boolean isUp(Roster roster, int servers) {
    return roster != null
        && roster.servers().size() == servers
        && roster.servers().stream().allMatch(ServerEntry::voter);
  }

  private static ServerEntry told(ServerEntry entry) {
    return new ServerEntry(
        entry.name(),
        entry.incarnation(),
        entry.role(),
        Stage.REJUVENATING,
        null,
        entry.round() + 1,
        0,
        "because I say so",
        System.currentTimeMillis(),
        true);
  }

  private static final class Quiet implements LastingRosterStore.Listener {
    @Override
    public void log(String line) {
      System.out.println(line);
    }

    @Override
    public void changed() {}

    @Override
    public void refused(String proof) {}

    @Override
    public void outOfMemory(OutOfMemoryError error) {}

    @Override
    public void failed(Throwable error) {
      error.printStackTrace();
    }
  }
}
