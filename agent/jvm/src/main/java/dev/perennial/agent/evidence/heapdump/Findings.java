package dev.perennial.agent.evidence.heapdump;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a heap dump tells, and how one process tells another: a line each, its parts parted by tabs.
 * What is not understood of it is passed over.
 *
 * @param culprits what keeps most of the heap, the largest first
 * @param loaders what keeps class loaders, the most of them first
 * @param shares by class, who holds which part of its bytes, 0 to 1
 * @param problems what could not be found out, in words
 */
public record Findings(
    List<Culprit> culprits,
    List<Loaders> loaders,
    Map<String, Map<String, Double>> shares,
    List<String> problems) {
  /** Nothing is known. */
  public static final Findings NONE = new Findings(List.of(), List.of(), Map.of(), List.of());

  private static final String KEEPS = "keeps";
  private static final String LOADERS = "loaders";
  private static final String HOLDS = "holds";
  private static final String PROBLEM = "problem";

  /**
   * Objects that would be free without what is on the way to them.
   *
   * @param bytes of all that they keep
   * @param count of them
   * @param what they are
   * @param way to them from the JVM: threads, static fields, thread-locals, classes that are not
   *     the JDK's; the outermost first
   * @param isOwn whether they are the agent's
   */
  public record Culprit(long bytes, long count, String what, List<String> way, boolean isOwn) {
    /** Copies. */
    public Culprit {
      way = List.copyOf(way);
    }
  }

  /**
   * Class loaders that are kept in the same way.
   *
   * @param type of them
   * @param loaded a class that one of them has loaded
   * @param way by which they can be reached, the outermost first
   */
  public record Loaders(long count, String type, String loaded, List<String> way) {
    /** Copies. */
    public Loaders {
      way = List.copyOf(way);
    }
  }

  /** Returns it as lines. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Culprit each : culprits) {
      lines.add(
          line(
              KEEPS,
              List.of(
                  Long.toString(each.bytes()),
                  Long.toString(each.count()),
                  Boolean.toString(each.isOwn()),
                  each.what()),
              each.way()));
    }
    for (Loaders each : loaders) {
      lines.add(
          line(
              LOADERS,
              List.of(Long.toString(each.count()), each.type(), each.loaded()),
              each.way()));
    }
    shares.forEach(
        (held, holders) -> {
          // That it was sought is told even where nobody was found.
          lines.add(line(HOLDS, List.of(held), List.of()));
          holders.forEach(
              (holder, share) ->
                  lines.add(line(HOLDS, List.of(held, holder, share.toString()), List.of())));
        });
    problems.forEach(problem -> lines.add(line(PROBLEM, List.of(problem), List.of())));
    return lines;
  }

  private static String line(String kind, List<String> parts, List<String> more) {
    StringBuilder line = new StringBuilder(kind);
    for (List<String> each : List.of(parts, more)) {
      each.forEach(part -> line.append('\t').append(part.replaceAll("\\p{Cntrl}", "\uFFFD")));
    }
    return line.toString();
  }

  /** Reads what another process has said. */
  public static Findings parse(List<String> lines) {
    List<Culprit> culprits = new ArrayList<>();
    List<Loaders> loaders = new ArrayList<>();
    Map<String, Map<String, Double>> shares = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (String line : lines) {
      String[] parts = line.split("\t", -1);
      try {
        switch (parts[0]) {
          case KEEPS ->
              culprits.add(
                  new Culprit(
                      Long.parseLong(parts[1]),
                      Long.parseLong(parts[2]),
                      parts[4],
                      List.of(parts).subList(5, parts.length),
                      Boolean.parseBoolean(parts[3])));
          case LOADERS ->
              loaders.add(
                  new Loaders(
                      Long.parseLong(parts[1]),
                      parts[2],
                      parts[3],
                      List.of(parts).subList(4, parts.length)));
          case HOLDS -> {
            Map<String, Double> of = shares.computeIfAbsent(parts[1], held -> new TreeMap<>());
            if (parts.length > 3) {
              of.put(parts[2], Double.parseDouble(parts[3]));
            }
          }
          case PROBLEM -> problems.add(parts[1]);
          default -> problems.add(line);
        }
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        // It was ended in the middle of a line.
        problems.add("cut: " + line);
      }
    }
    return new Findings(culprits, loaders, shares, problems);
  }

  /** Returns it with another problem. */
  public Findings withProblem(String problem) {
    List<String> more = new ArrayList<>(problems);
    more.add(problem);
    return new Findings(culprits, loaders, shares, more);
  }

  /** Returns it with other shares. */
  public Findings withShares(Map<String, Map<String, Double>> others) {
    return new Findings(culprits, loaders, others, problems);
  }
}
