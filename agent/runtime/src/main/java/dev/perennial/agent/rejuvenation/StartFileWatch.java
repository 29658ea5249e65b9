package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.container.StartFile;
import dev.perennial.agent.restart.Veto;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps in mind what containers and their applications were started from, and tells what another
 * start would make of it now. What is deployed anew in a running container is marked anew.
 * Thread-safe.
 */
public final class StartFileWatch {
  private final Supplier<? extends Collection<StartFile>> files;
  private final ZoneId zone;

  /** Guarded by "this", as the two below. */
  private final Map<StartFile, StartMark> marks = new HashMap<>();

  private final Map<Path, Judged> judged = new HashMap<>();
  private volatile List<Veto> last = List.of();

  /** Whether XML of that stamp is well-formed; it is read once for each change. */
  private record Judged(StartMark mark, String obstacle) {}

  /**
   * @param files of all containers and their running applications, as they are now
   * @param zone of the times that are named
   */
  public StartFileWatch(Supplier<? extends Collection<StartFile>> files, ZoneId zone) {
    this.files = files;
    this.zone = zone;
  }

  /** Returns what the last look found. */
  List<Veto> last() {
    return last;
  }

  /** Looks at all files now, and returns what speaks against a restart. */
  public synchronized List<Veto> look() {
    Set<StartFile> present = new LinkedHashSet<>(files.get());
    marks.keySet().retainAll(present);
    Set<Path> running = new HashSet<>();
    for (StartFile file : present) {
      if (file.kind() != StartFile.Kind.APPLICATIONS) {
        running.add(file.path());
      }
    }
    StartChanges changes = new StartChanges(zone, running);
    Set<Veto> found = new LinkedHashSet<>();
    for (StartFile file : present) {
      StartMark now = StartMark.of(file);
      StartMark then = marks.putIfAbsent(file, now);
      if (then != null) {
        found.addAll(malformed(file, then, now));
        found.addAll(changes.of(file, then, now));
      }
    }
    last = List.copyOf(found);
    return last;
  }

  /** What has not changed was read by the container itself. */
  private List<Veto> malformed(StartFile file, StartMark then, StartMark now) {
    if (file.kind() != StartFile.Kind.CONFIGURATION || then.equals(now) || !now.isThere()) {
      return List.of();
    }
    Judged known = judged.get(file.path());
    if (known == null || !known.mark().equals(now)) {
      known = new Judged(now, WellFormed.obstacle(file.path()));
      judged.put(file.path(), known);
    }
    return known.obstacle().isEmpty()
        ? List.of()
        : List.of(
            new Veto(
                Veto.Kind.IMPOSSIBLE, file.path() + " is not well-formed: " + known.obstacle()));
  }
}
