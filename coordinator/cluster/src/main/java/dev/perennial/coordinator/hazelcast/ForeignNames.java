package dev.perennial.coordinator.hazelcast;

import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The class loader that Hazelcast is given. Hazelcast makes objects of classes that another member
 * names, and runs their constructors before it looks whether they are of use; so the only names
 * that become a class here are those that servers send: our merge policy, a map's events, errors,
 * and what errors consist of. All others end in a {@link SecurityException}. A {@link
 * ClassNotFoundException} would not do: Hazelcast goes on to ask its own class loader and the
 * thread's.
 *
 * <p>It finds no resources, so that Hazelcast's own parts are looked for where Hazelcast is, and
 * nowhere else. Thread-safe.
 */
final class ForeignNames extends ClassLoader {
  private static final Set<String> KNOWN =
      Set.of(
          HighestEpochMergePolicy.class.getName(),
          // What listeners of a map are told.
          "com.hazelcast.map.impl.event.EntryEventData",
          "com.hazelcast.map.impl.event.MapEventData",
          "com.hazelcast.map.impl.event.MapPartitionEventData",
          // A Throwable's stack, and its suppressed ones, as each of the JDK's versions keeps them.
          "java.lang.StackTraceElement",
          "java.lang.Object",
          "java.util.ArrayList",
          "java.util.CollSer",
          "java.util.Collections$EmptyList",
          "java.util.Collections$UnmodifiableCollection",
          "java.util.Collections$UnmodifiableList",
          "java.util.Collections$UnmodifiableRandomAccessList");

  private static final Set<String> WITH_ERRORS =
      Set.of("java.lang.", "java.util.", "com.hazelcast.");

  /** Hazelcast looks whether this library is there; it is never beside the agent's. */
  private static final String PROBED = "javax.cache.Caching";

  /** Records are not of a class, but Hazelcast first looks for one of their name. */
  private static final String RECORDS = "perennial.";

  private static final int MOST_SHOWN = 200;

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader known;
  private final Consumer<String> refused;

  /**
   * @param known finds Hazelcast and this class
   * @param refused takes each name that is refused
   */
  ForeignNames(ClassLoader known, Consumer<String> refused) {
    super("perennial-foreign-names", null);
    this.known = known;
    this.refused = refused;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.equals(PROBED)) {
      throw new ClassNotFoundException(name);
    }
    if (KNOWN.contains(name)) {
      return known.loadClass(name);
    }
    Class<?> error = mayBeAnError(name) ? error(name) : null;
    if (error != null) {
      return error;
    }
    // A name is as long as whoever sends it likes.
    String shown = name.length() > MOST_SHOWN ? name.substring(0, MOST_SHOWN) + "..." : name;
    if (!name.startsWith(RECORDS)) {
      refused.accept(shown);
    }
    throw new SecurityException("class " + shown + " is not allowed: no server sends it");
  }

  /** Only loads it: no code of it runs before it is known to be an error. */
  private @Nullable Class<?> error(String name) {
    try {
      Class<?> type = known.loadClass(name);
      return Throwable.class.isAssignableFrom(type) ? type : null;
    } catch (ClassNotFoundException e) {
      // Hazelcast would ask others, and remember for ever that these have not found it.
      return null;
    }
  }

  private static boolean mayBeAnError(String name) {
    return (name.endsWith("Exception") || name.endsWith("Error") || name.endsWith("Throwable"))
        && WITH_ERRORS.stream().anyMatch(name::startsWith);
  }

  /** Has a task done by this thread with names that it may read going by these rules too. */
  <T> T during(Supplier<T> task) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(this);
    try {
      return task.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
