package dev.perennial.agent.evidence;

import dev.perennial.agent.evidence.heapdump.Findings.Culprit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells what is the agent's from what is the application's. Pure. */
final class OwnParts {
  /** Of the agent's loader of all that it runs, and of those by which adapters see containers. */
  private static final String LOADER = "perennial";

  private static final String ADAPTER = "perennial-adapter";
  private static final String ENTRY = "dev.perennial.agent.premain.";
  private static final String ADAPTER_TYPE = "dev.perennial.agent.instrument.AdapterLoader";

  private OwnParts() {}

  /** Threads have names that say whose they are. */
  static boolean isThread(String name) {
    return name.startsWith("perennial-");
  }

  /** Returns the kinds of threads that are the agent's, its libraries' among them. */
  static Set<String> threads() {
    ThreadGroup all = Thread.currentThread().getThreadGroup();
    for (ThreadGroup up = all; up != null; up = up.getParent()) {
      all = up;
    }
    Thread[] threads = new Thread[2 * all.activeCount() + 16];
    int count = all.enumerate(threads);
    Set<String> own = new HashSet<>();
    Set<String> others = new HashSet<>();
    for (int i = 0; i < count; i++) {
      Thread thread = threads[i];
      ClassLoader context = thread.getContextClassLoader();
      boolean isOwn =
          isThread(thread.getName())
              || isClass(thread.getClass())
              || (context != null && isLoader(context));
      (isOwn ? own : others).add(Groups.kind(thread.getName()));
    }
    own.removeAll(others);
    return own;
  }

  static boolean isLoaderType(String type) {
    return type.startsWith(ENTRY) || type.startsWith(ADAPTER_TYPE);
  }

  /** Its libraries may be the application's as well: what counts is the loader. */
  static boolean isClass(Class<?> type) {
    return isClass(type.getName(), type.getClassLoader());
  }

  private static boolean isClass(String name, @Nullable ClassLoader loader) {
    return name.startsWith(ENTRY) || (loader != null && isLoader(loader));
  }

  /** One of that name alone might be anybody's. */
  static boolean isLoader(ClassLoader loader) {
    boolean isNamed = LOADER.equals(loader.getName()) || ADAPTER.equals(loader.getName());
    // Its libraries make some, too.
    return (isNamed && isLoaderType(loader.getClass().getName())) || isClass(loader.getClass());
  }

  /** Returns what is the agent's, counted: what, of what kind, how much. */
  static List<List<String>> rows(
      List<Suspect> classes,
      List<Culprit> culprits,
      List<Groups.Row> threads,
      List<Applications.Row> applications) {
    List<List<String>> rows = new ArrayList<>();
    culprits.stream()
        .filter(Culprit::isOwn)
        .forEach(c -> rows.add(List.of("heap", Named.name(c), Format.bytes((double) c.bytes()))));
    long bytes = classes.stream().mapToLong(Suspect::bytes).sum();
    if (bytes > 0) {
      rows.add(
          List.of(
              "objects", Format.count(classes.size()) + " classes", Format.bytes((double) bytes)));
    }
    threads.forEach(t -> rows.add(List.of("threads", t.kind(), Format.count(t.now()))));
    applications.stream()
        .filter(Applications.Row::isOwn)
        .forEach(
            a -> rows.add(List.of("classes", a.types(), Format.count(a.classes()) + " classes")));
    return rows;
  }
}
