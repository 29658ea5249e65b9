package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.container.StartFile;
import dev.perennial.agent.restart.Veto;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says what another start would make of files that are not as they were. Pure. */
final class StartChanges {
  private static final int MOST_NAMES = 3;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final ZoneId zone;
  private final Set<Path> running;

  /**
   * @param zone of the times that are named
   * @param running paths of the applications that run: what lies there is not new
   */
  StartChanges(ZoneId zone, Set<Path> running) {
    this.zone = zone;
    this.running = running;
  }

  /** Returns what a start from a file as it is now would make different, or impossible. */
  List<Veto> of(StartFile file, StartMark then, StartMark now) {
    return switch (file.kind()) {
      case CONFIGURATION -> ofConfiguration(file, then, now);
      case APPLICATION -> ofApplication(file, then, now);
      case APPLICATIONS -> ofFolder(file, then, now);
    };
  }

  private List<Veto> ofConfiguration(StartFile file, StartMark then, StartMark now) {
    if (file.of().isEmpty() && then.isThere() && !now.isThere()) {
      return List.of(
          new Veto(
              Veto.Kind.IMPOSSIBLE,
              file.path() + " is gone: without it the container does not start"));
    }
    if (file.of().isEmpty()) {
      return then.equals(now)
          ? List.of()
          : List.of(new Veto(Veto.Kind.CHANGED, file.path() + " has changed since the start"));
    }
    return ofApplication(file, then, now);
  }

  private List<Veto> ofApplication(StartFile file, StartMark then, StartMark now) {
    if (then.equals(now)) {
      return List.of();
    }
    return List.of(
        new Veto(
            Veto.Kind.CHANGED,
            "a restart would deploy another version of "
                + file.of()
                + ": "
                + differences(file, then, now)
                + " since "
                + TIME.format(Instant.ofEpochMilli(file.since()).atZone(zone))));
  }

  private static String differences(StartFile file, StartMark then, StartMark now) {
    String whole = file.path().getFileName().toString();
    if (!now.isThere()) {
      return whole + " is gone";
    }
    if (!then.isThere()) {
      return whole + " is new";
    }
    List<String> names = new ArrayList<>();
    Set<String> all = new TreeSet<>(then.parts().keySet());
    all.addAll(now.parts().keySet());
    for (String name : all) {
      String before = then.parts().get(name);
      String after = now.parts().get(name);
      String shown = name.isEmpty() ? whole : whole + "/" + name;
      if (before == null) {
        names.add(shown + " is new");
      } else if (after == null) {
        names.add(shown + " is gone");
      } else if (!before.equals(after)) {
        names.add(shown + " has changed");
      }
    }
    int more = names.size() - MOST_NAMES;
    return names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private List<Veto> ofFolder(StartFile folder, StartMark then, StartMark now) {
    Set<String> added = new TreeSet<>(now.parts().keySet());
    added.removeAll(then.parts().keySet());
    added.removeIf(name -> running.contains(folder.path().resolve(name)));
    return added.isEmpty()
        ? List.of()
        : List.of(
            new Veto(
                Veto.Kind.CHANGED,
                "a restart would deploy "
                    + added.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                    + ", new in "
                    + folder.path()));
  }
}
