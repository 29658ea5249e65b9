package dev.perennial.agent.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which applications have how many class loaders. One that was deployed again has several; those of
 * its former lives should be gone. Pure.
 *
 * @param rows the one with the most stopped loaders first
 */
record Applications(List<Row> rows) {
  static final Applications UNKNOWN = new Applications(List.of());

  /**
   * A class loader.
   *
   * @param type of it
   * @param application whose it is
   * @param isStopped whether the container has stopped it; some cannot tell
   * @param isOwn whether it is the agent's
   */
  record Loader(String type, String application, boolean isStopped, boolean isOwn, long classes) {}

  /**
   * An application.
   *
   * @param loaders that it has
   * @param stopped of those: nothing but a leak keeps them
   * @param classes of all of them
   * @param types of the loaders
   */
  record Row(
      String application, long loaders, long stopped, long classes, String types, boolean isOwn) {
    Row plus(Row other) {
      TreeSet<String> both = new TreeSet<>(List.of(types.split(", ")));
      both.addAll(List.of(other.types.split(", ")));
      return new Row(
          application,
          loaders + other.loaders,
          stopped + other.stopped,
          classes + other.classes,
          String.join(", ", both),
          isOwn && other.isOwn);
    }
  }

  static Applications of(List<Loader> loaders) {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (Loader each : loaders) {
      rows.merge(
          (each.isOwn() ? "own " : "") + each.application(),
          new Row(
              each.application(),
              1,
              each.isStopped() ? 1 : 0,
              each.classes(),
              each.type(),
              each.isOwn()),
          Row::plus);
    }
    List<Row> sorted = new ArrayList<>(rows.values());
    sorted.sort(
        Comparator.comparingLong(Row::stopped)
            .thenComparingLong(Row::loaders)
            .thenComparingLong(Row::classes)
            .reversed()
            .thenComparing(Row::application));
    return new Applications(List.copyOf(sorted));
  }

  /**
   * Returns whose the code at a place is: "shop" for what lies in webapps/shop, shop.war or
   * shop.jar; the last two folders where there is no such name.
   *
   * @param location as a code source has it
   */
  static String name(String location) {
    String path = location;
    for (String scheme : List.of("jar:", "war:", "nested:", "file:")) {
      path = path.startsWith(scheme) ? path.substring(scheme.length()) : path;
    }
    int webInf = path.indexOf("/WEB-INF/");
    if (webInf >= 0) {
      return withoutEnding(last(path.substring(0, webInf).replaceAll("[!*/]+$", "")));
    }
    int archive = path.indexOf('!');
    if (archive >= 0) {
      path = path.substring(0, archive).replaceAll("[*/]+$", "");
    }
    String whole = path.replaceAll("/+$", "");
    if (whole.endsWith(".jar") || whole.endsWith(".war") || whole.endsWith(".ear")) {
      return archive >= 0 || !whole.endsWith(".jar") ? withoutEnding(last(whole)) : last(whole);
    }
    int last = whole.lastIndexOf('/');
    int before = last <= 0 ? -1 : whole.lastIndexOf('/', last - 1);
    return whole.substring(before + 1);
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String withoutEnding(String name) {
    return name.replaceAll("\\.(war|jar|ear)$", "");
  }
}
