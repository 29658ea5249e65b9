package dev.perennial.coordinator.roster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A cluster in words, and what a plan makes of it in words.
 *
 * <p>Servers are divided by commas (see {@link SceneServer}); {@code active:} before them says
 * active/active, {@code halted:} that automatic action has stopped. A plan is rendered as the
 * entries that change ({@code a DUPLEXING>c}, with {@code S} or {@code P} for a new role and {@code
 * vote} or {@code novote}), then the alerts ({@code !NO_SUCCESSOR a}), or {@code nothing}.
 */
final class Scene {
  static final long NOW = 1_000_000_000_000L;

  private Scene() {}

  static ClusterView view(String words) {
    boolean active = words.contains("active:");
    boolean halted = words.contains("halted:");
    String servers = words.replace("active:", "").replace("halted:", "");
    List<SceneServer> all = Stream.of(servers.split(",")).map(SceneServer::new).toList();
    Map<String, Report> reports = new HashMap<>();
    Map<String, Long> ages = new HashMap<>();
    Set<String> alive = new HashSet<>();
    for (SceneServer server : all) {
      reports.put(server.name, server.report());
      ages.put(server.name, server.ageMillis);
      if (server.alive) {
        alive.add(server.name);
      }
    }
    Roster roster =
        new Roster(
            7,
            active ? Mode.ACTIVE_ACTIVE : Mode.ACTIVE_STANDBY,
            all.stream().map(s -> s.entry(NOW)).toList(),
            Set.of(),
            List.of(),
            halted ? "it did not return" : "");
    return new ClusterView(roster, reports, ages, alive, NOW);
  }

  static String plan(String words, PlanPolicy policy) {
    ClusterView view = view(words);
    return render(view.roster(), Plan.plan(view, policy));
  }

  static String render(Roster before, List<Decision> decisions) {
    Set<String> changes = new TreeSet<>();
    Set<String> alerts = new TreeSet<>();
    for (Decision decision : decisions) {
      if (decision instanceof Decision.Change change) {
        changes.addAll(changes(before, change.next()));
      } else if (decision instanceof Decision.Alert alert) {
        String of = alert.server().isEmpty() ? "*" : alert.server();
        alerts.add("!" + alert.kind() + " " + of);
      }
    }
    String all = String.join(", ", Stream.concat(changes.stream(), alerts.stream()).toList());
    return all.isEmpty() ? "nothing" : all;
  }

  private static Set<String> changes(Roster before, Roster after) {
    Set<String> changes = new TreeSet<>();
    for (ServerEntry old : before.servers()) {
      after
          .server(old.name())
          .ifPresentOrElse(
              now -> {
                if (!now.equals(old)) {
                  changes.add(change(old, now));
                }
              },
              () -> changes.add(old.name() + " removed"));
    }
    if (!before.halt().equals(after.halt())) {
      changes.add(after.halted() ? "halt" : "released");
    }
    return changes;
  }

  private static String change(ServerEntry old, ServerEntry now) {
    StringBuilder text = new StringBuilder(now.name());
    if (old.stage() != now.stage() || !Objects.equals(old.successor(), now.successor())) {
      text.append(' ').append(now.stage());
      if (now.successor() != null) {
        text.append('>').append(now.successor());
      }
    }
    if (old.role() != now.role()) {
      text.append(now.role() == Role.PRIMARY ? " P" : " S");
    }
    if (old.voter() != now.voter()) {
      text.append(now.voter() ? " vote" : " novote");
    }
    if (old.failures() != now.failures()) {
      text.append(" failures=").append(now.failures());
    }
    return text.toString();
  }
}
