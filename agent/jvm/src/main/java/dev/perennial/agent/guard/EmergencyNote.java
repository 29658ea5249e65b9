package dev.perennial.agent.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a life that the guard has ended left to the next one, in a variable of the environment:
 * numbers, as the guard could do no more.
 *
 * @param times of the emergency restarts up to this one, the latest last
 * @param firstSign when the guard saw the first sign
 * @param critical since when the state was critical
 * @param restarted when the restart began
 * @param sessions that were lost
 * @param reason in words
 */
public record EmergencyNote(
    List<Instant> times,
    Instant firstSign,
    Instant critical,
    Instant restarted,
    long sessions,
    String reason) {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int FIELDS = 12;

  /** Checks nothing; copies. */
  public EmergencyNote {
    times = List.copyOf(times);
  }

  /**
   * Reads what the life before has left.
   *
   * @param variable its name
   * @param pid of this process: a child has the same environment
   * @param now the start of this life
   */
  public static Optional<EmergencyNote> of(
      Map<String, String> environment, String variable, long pid, Instant now) {
    String[] fields = environment.getOrDefault(variable, "").split(";", -1);
    if (fields.length != FIELDS || !fields[1].equals(Long.toString(pid))) {
      return Optional.empty();
    }
    try {
      List<Instant> times = new ArrayList<>();
      for (String time : fields[0].split(",")) {
        if (!time.isEmpty()) {
          times.add(Instant.ofEpochMilli(Long.parseLong(time)));
        }
      }
      Instant restarted = instant(fields[4], now);
      times.add(restarted);
      return Optional.of(
          new EmergencyNote(
              times,
              instant(fields[2], now),
              instant(fields[3], now),
              restarted,
              Long.parseLong(fields[6]),
              reason(fields)));
    } catch (RuntimeException e) {
      // Not written by us: there was no emergency.
      return Optional.empty();
    }
  }

  /** Returns the beginning of the next note, of one that may come within the hour. */
  public static String beginning(String variable, Optional<EmergencyNote> last, Instant now) {
    return last.map(EmergencyNote::times).orElse(List.of()).stream()
        .filter(time -> time.isAfter(now.minus(HOUR)))
        .map(time -> Long.toString(time.toEpochMilli()))
        .collect(Collectors.joining(",", variable + "=", ""));
  }

  /** Returns how many of them were within the last hour. */
  public long withinHour(Instant now) {
    return times.stream().filter(time -> time.isAfter(now.minus(HOUR))).count();
  }

  /** The guard in Java cannot tell the time of what it writes beforehand. */
  private static Instant instant(String field, Instant ifNotKnown) {
    long millis = Long.parseLong(field);
    return millis == 0 ? ifNotKnown : Instant.ofEpochMilli(millis);
  }

  private static String reason(String[] fields) {
    int kinds = Integer.parseInt(fields[5]);
    String known = known(kinds, fields);
    // Never empty: of a guard that knows more kinds than this life does.
    return known.isEmpty() ? "a resource exhausted, of kind " + kinds : known;
  }

  private static String known(int kinds, String[] fields) {
    return Stream.of(Exhaustion.values())
        .filter(kind -> (kinds & kind.bit) != 0)
        .map(
            kind ->
                switch (kind) {
                  case HEAP -> "heap exhausted (" + fields[7] + " refusals)";
                  case METASPACE -> "metaspace exhausted (" + fields[8] + " refusals)";
                  case THREADS -> "no more threads (" + fields[9] + " refusals)";
                  case FILES -> "no more file descriptors (" + fields[10] + " looks)";
                  case TIME -> "hardly anything but garbage collections ran" + share(fields[11]);
                  case STALLS -> "a full heap and one garbage collection after another";
                })
        .collect(Collectors.joining(", "));
  }

  private static String share(String thousandths) {
    return " (" + Long.parseLong(thousandths) / 10 + " %)";
  }
}
