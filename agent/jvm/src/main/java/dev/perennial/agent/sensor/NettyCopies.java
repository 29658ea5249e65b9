package dev.perennial.agent.sensor;

import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The copies of Netty in this JVM: each class loader that has one has a counter of its own, and so
 * has each library that brings one under another name. Keeps none of them from being unloaded, and
 * never has one initialised. Confined to one thread.
 */
final class NettyCopies {
  private static final String COUNTER = "io.netty.util.internal.PlatformDependent";

  /** Loaded by the other's static initialiser, and so the sign that that has begun. */
  private static final String INITIALISED = COUNTER + "0";

  private List<WeakReference<Class<?>>> copies = List.of();

  /**
   * What one copy has taken of the memory that it allows itself.
   *
   * @param used bytes
   * @param limit bytes
   */
  record Use(long used, long limit) {
    private double level() {
      return limit > 0 ? (double) used / limit : 0;
    }
  }

  /** One of a package and a class loader. */
  private record Place(@Nullable ClassLoader loader, String name) {}

  /**
   * Looks for them.
   *
   * @param loaded all classes of this JVM
   */
  void look(Class<?>[] loaded) {
    Set<Place> initialised = new HashSet<>();
    List<Class<?>> counters = new ArrayList<>();
    for (Class<?> type : loaded) {
      String name = type.getName();
      if (is(name, INITIALISED)) {
        initialised.add(new Place(type.getClassLoader(), name));
      } else if (is(name, COUNTER)) {
        counters.add(type);
      }
    }
    List<WeakReference<Class<?>>> found = new ArrayList<>();
    for (Class<?> type : counters) {
      if (initialised.contains(new Place(type.getClassLoader(), type.getName() + "0"))) {
        found.add(new WeakReference<>(type));
      }
    }
    copies = found;
  }

  /** Shaded copies have a package before it. */
  private static boolean is(String name, String sought) {
    return name.endsWith(sought)
        && (name.length() == sought.length()
            || name.charAt(name.length() - sought.length() - 1) == '.');
  }

  /**
   * Returns that of the copy which is nearest to its limit; empty where there is none that counts:
   * without sun.misc.Unsafe Netty uses the JDK's buffers, which are counted elsewhere.
   */
  Optional<Use> fullest() {
    @Nullable Use fullest = null;
    for (WeakReference<Class<?>> copy : copies) {
      Class<?> type = copy.get();
      Use use = type == null ? null : use(type);
      if (use != null && (fullest == null || use.level() > fullest.level())) {
        fullest = use;
      }
    }
    return Optional.ofNullable(fullest);
  }

  private static @Nullable Use use(Class<?> type) {
    try {
      long used = call(type, "usedDirectMemory");
      return used < 0 ? null : new Use(used, call(type, "maxDirectMemory"));
    } catch (ReflectiveOperationException | LinkageError e) {
      // Of a version that has other methods, or keeps them to itself.
      return null;
    }
  }

  private static long call(Class<?> type, String name) throws ReflectiveOperationException {
    Method method = type.getMethod(name);
    return method.invoke(null) instanceof Number number ? number.longValue() : -1;
  }
}
