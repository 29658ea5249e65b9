package dev.perennial.agent.evidence;

import dev.perennial.agent.evidence.Report.Table;
import dev.perennial.agent.evidence.heapdump.Findings;
import dev.perennial.agent.evidence.heapdump.Findings.Culprit;
import dev.perennial.agent.evidence.heapdump.HolderSearch.Held;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whose the figures of a report are: what a heap dump has told, the applications with their class
 * loaders, and what is the agent's own. Pure.
 *
 * @param dump what it tells
 * @param applications with their class loaders
 * @param young how many class loaders each of them had
 * @param owners by name of class, whose it is
 * @param own what is the agent's: what, of what kind, how much
 */
record Named(
    Findings dump,
    Applications applications,
    Groups young,
    Map<String, String> owners,
    List<List<String>> own) {
  static final Named NOTHING =
      new Named(Findings.NONE, Applications.UNKNOWN, Groups.of(List.of()), Map.of(), List.of());

  private static final String LOCAL = "thread-local ";
  private static final String CLASS = "class ";
  private static final int MOST_STEPS = 6;

  /** Returns the names of the classes whose owners are worth knowing. */
  static Set<String> asked(Findings dump, Collection<Suspect> suspects) {
    Set<String> names = new TreeSet<>();
    suspects.forEach(s -> names.add(s.name()));
    dump.culprits().forEach(c -> steps(c).forEach(step -> names.addAll(classes(step))));
    dump.loaders()
        .forEach(
            l -> {
              names.add(l.loaded());
              l.way().forEach(step -> names.addAll(classes(step)));
            });
    return names;
  }

  private static List<String> steps(Culprit culprit) {
    List<String> steps = new ArrayList<>(culprit.way());
    steps.add(culprit.what());
    return steps;
  }

  /** Returns what a step of a way may be as a class: itself, or that whose field it is. */
  private static List<String> classes(String step) {
    String name = bare(step);
    int field = name.lastIndexOf('.');
    return field < 0 ? List.of(name) : List.of(name, name.substring(0, field));
  }

  private static String bare(String step) {
    String name = step.replaceAll("^\\d+ x ", "");
    for (String kind : List.of(LOCAL, CLASS)) {
      name = name.startsWith(kind) ? name.substring(kind.length()) : name;
    }
    return name;
  }

  /**
   * Returns who is to be named for a culprit: what is nearest to the objects and not the JDK's, or
   * else the thread.
   */
  static String name(Culprit culprit) {
    List<String> steps = steps(culprit);
    for (int i = steps.size() - 1; i >= 0; i--) {
      String bare = bare(steps.get(i));
      if (!Suspects.isCarrier(bare) && !bare.startsWith(Held.THREAD)) {
        return steps.get(i).replaceAll("^\\d+ x ", "");
      }
    }
    // The JDK's own names say more than nothing: what waits to be finalized, for one.
    return culprit.way().isEmpty()
        ? culprit.what()
        : culprit.way().get(culprit.way().size() - 1).replaceAll("^\\d+ x ", "");
  }

  private String owner(Collection<String> steps) {
    TreeSet<String> found = new TreeSet<>();
    for (String step : steps) {
      for (String name : classes(step)) {
        String owner = owners.get(name);
        if (owner != null) {
          found.add(owner);
        }
      }
    }
    return String.join(", ", found);
  }

  /** Returns whose a class is; empty if nobody is known. */
  String owner(String type) {
    return owners.getOrDefault(type, "");
  }

  Table keepers() {
    List<List<String>> rows = new ArrayList<>();
    for (Culprit each : dump.culprits()) {
      if (!each.isOwn()) {
        rows.add(
            List.of(
                name(each),
                Format.bytes((double) each.bytes()),
                Format.count(each.count()) + " x " + each.what(),
                owner(steps(each)),
                way(each.way())));
      }
    }
    return new Table(
        "What keeps the heap",
        "By a heap dump: what would be free without it. The way is from the outermost to the"
            + " nearest: threads, static fields, thread-locals, and classes that are not the"
            + " JDK's.",
        List.of("by", "keeps", "objects", "application", "way"),
        rows);
  }

  private static String way(List<String> steps) {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      boolean isSaidByNext =
          i + 1 < steps.size()
              && steps.get(i).startsWith(CLASS)
              && steps.get(i + 1).startsWith(bare(steps.get(i)) + ".");
      if (!isSaidByNext) {
        told.add(steps.get(i));
      }
    }
    if (told.size() > MOST_STEPS) {
      told.subList(MOST_STEPS / 2, told.size() - MOST_STEPS / 2).clear();
      told.add(MOST_STEPS / 2, "...");
    }
    return String.join(" > ", told);
  }

  Table applicationTable() {
    List<List<String>> rows = new ArrayList<>();
    for (Applications.Row row : applications.rows()) {
      if (!row.isOwn()) {
        rows.add(
            List.of(
                row.application(),
                Format.count(row.loaders()),
                Format.count(row.stopped()),
                Format.count(row.loaders() - young.counts().getOrDefault(row.application(), 0L)),
                Format.count(row.classes()),
                row.types()));
      }
    }
    return new Table(
        "Class loaders by application",
        "One that was stopped and is still here is kept by a leak: as a rule, of an application"
            + " that was deployed again. Whose they are is told by where their classes lie.",
        List.of("application", "loaders", "stopped", "grown", "classes", "of type"),
        rows);
  }

  Table keptLoaders() {
    List<List<String>> rows = new ArrayList<>();
    for (Findings.Loaders each : dump.loaders()) {
      // The JDK makes loaders of its own, for reflection; and its own two leak nothing.
      if (!Suspects.isCarrier(each.loaded()) && !each.type().startsWith("jdk.internal.loader.")) {
        rows.add(
            List.of(
                each.loaded(),
                Format.count(each.count()),
                owner(each.loaded()),
                each.type(),
                way(each.way())));
      }
    }
    return new Table(
        "What keeps class loaders",
        "By a heap dump: the shortest way to each, from the outermost to the nearest.",
        List.of("a class of theirs", "loaders", "application", "of type", "way"),
        rows);
  }

  Table ownTable() {
    return new Table(
        "The agent's own",
        "What Perennial itself has of this; it is in no table above.",
        List.of("what", "kind", "amount"),
        own);
  }
}
