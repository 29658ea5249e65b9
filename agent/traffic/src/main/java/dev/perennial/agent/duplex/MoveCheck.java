package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.Listener;
import dev.perennial.agent.part.PartException;
import dev.perennial.agent.part.PartHandle;
import dev.perennial.agent.part.Parts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Captures without moving: what would go to a successor, how large it is, and what would stay
 * behind. Changes nothing in the application. Thread-safe.
 */
public final class MoveCheck {
  /** Of a session nobody has measured. */
  private static final long ASSUMED_BYTES = 4096;

  private static final int MOST_SESSIONS = 10_000;
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int SAMPLE_SESSIONS = 20;
  private static final Duration CAPTURE_LIMIT = Duration.ofSeconds(1);
  private static final Duration SAMPLE_LIMIT = Duration.ofMillis(100);

  private final Containers containers;
  private final Parts parts;
  private final Rehearsals rehearsals;
  private volatile @Nullable MoveReport last;

  /**
   * @param rehearsals asks a successor to build samples
   */
  public MoveCheck(Containers containers, Parts parts, Rehearsals rehearsals) {
    this.containers = containers;
    this.parts = parts;
    this.rehearsals = rehearsals;
  }

  /**
   * Looks at a few sessions, and at parts that nobody has looked at; costs a fraction of a second.
   */
  public void sample() throws InterruptedException {
    last = look(SAMPLE_SESSIONS, SAMPLE_LIMIT, (container, id) -> {});
    for (PartHandle part : parts.all()) {
      if (part.lastBytes() < 0) {
        String unused = capture(part);
      }
    }
  }

  /** Looks at all sessions, as far as time allows, and at all parts; returns lines for people. */
  public List<String> check() throws InterruptedException {
    List<String> lines = new ArrayList<>();
    for (Container container : containers.all()) {
      lines.add("container: " + container.description());
    }
    containers.listeners().forEach(listener -> lines.add(line(listener)));
    if (lines.isEmpty()) {
      lines.add("no container is recognised here, so nothing can be moved");
    }
    SampleCheck samples = new SampleCheck(rehearsals);
    MoveReport report = look(MOST_SESSIONS, LIMIT, samples::seen);
    last = report;
    lines.addAll(report.lines());
    lines.addAll(samples.run(System.nanoTime() + LIMIT.toNanos()));
    for (PartHandle part : parts.all()) {
      lines.add("part " + part.name() + ": " + capture(part));
    }
    return lines;
  }

  private static String line(Listener listener) {
    return "connector "
        + listener.words()
        + (listener.obstacle().isEmpty()
            ? ": goes on listening over a restart"
            : ": forbids a restart that keeps the sockets: " + listener.obstacle());
  }

  private MoveReport look(int most, Duration limit, BiConsumer<Container, String> seen) {
    long deadline = System.nanoTime() + limit.toNanos();
    MoveReport report = new MoveReport(containers.sessions());
    int left = most;
    for (Container container : containers.all()) {
      for (String id : container.sessionIds()) {
        if (left-- <= 0 || System.nanoTime() > deadline) {
          return report;
        }
        look(container, id, report);
        seen.accept(container, id);
      }
    }
    return report;
  }

  private static void look(Container container, String id, MoveReport report) {
    try {
      Capture capture = container.capture(id, Map.of(), CAPTURE_LIMIT);
      if (capture != null) {
        report.captured(capture);
      }
    } catch (CaptureException | RuntimeException | LinkageError e) {
      // Application code may throw anything; the id is a credential and is not shown.
      report.failed(String.valueOf(e.getMessage()));
    }
  }

  private static String capture(PartHandle part) throws InterruptedException {
    try {
      return part.capture(LIMIT).length + " bytes";
    } catch (PartException e) {
      return "cannot be captured: " + e.getMessage();
    }
  }

  /** Returns what was seen last; before the first look sizes are not known. */
  public List<MoveItem> items() {
    Set<String> applications = new TreeSet<>();
    containers.all().forEach(c -> applications.addAll(c.applications()));
    List<MoveItem> items = new ArrayList<>();
    MoveReport seen = last;
    if (seen == null) {
      for (String application : applications) {
        items.add(new MoveItem(application, "sessions", true, containers.sessions(), -1, ""));
      }
    } else {
      items.addAll(seen.items(applications));
    }
    Set<String> names = new LinkedHashSet<>(applications);
    for (PartHandle part : parts.all()) {
      if (names.add(part.name())) {
        items.add(new MoveItem(part.name(), "part", true, 1, part.lastBytes(), ""));
      }
    }
    return items;
  }

  /** Returns what would stay behind and why, one line each, by what was seen last. */
  public List<String> unmovable() {
    return items().stream()
        .filter(item -> !item.moves())
        .map(item -> item.name() + ": " + item.detail())
        .toList();
  }

  /** Returns the size of all that would move, by what was seen last. */
  public StateSize size() {
    MoveReport seen = last;
    long each = seen == null ? ASSUMED_BYTES : seen.meanBytes(ASSUMED_BYTES);
    long ofParts = parts.all().stream().mapToLong(p -> Math.max(0, p.lastBytes())).sum();
    Runtime jvm = Runtime.getRuntime();
    return new StateSize(
        containers.sessions(), each, ofParts, jvm.totalMemory() - jvm.freeMemory());
  }
}
