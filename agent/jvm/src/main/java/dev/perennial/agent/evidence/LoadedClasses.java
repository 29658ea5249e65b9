package dev.perennial.agent.evidence;

import dev.perennial.agent.evidence.Applications.Loader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The classes that this JVM has loaded, by whose they are. For one thread. */
final class LoadedClasses {
  /** Loaders of containers have a state, and this to tell it. */
  private static final String STATE = "getStateName";

  /** The JDK makes one for each class that it makes. */
  private static final String REFLECTION = "jdk.internal.reflect.DelegatingClassLoader";

  private static final Set<String> STOPPED = Set.of("STOPPED", "DESTROYING", "DESTROYED", "FAILED");

  private final Class<?>[] loaded;
  private final IdentityHashMap<ClassLoader, Found> loaders = new IdentityHashMap<>();

  private static final class Found {
    String application = "";
    String first = "";
    long classes;
  }

  LoadedClasses(Class<?>[] loaded) {
    this.loaded = loaded;
    for (Class<?> type : loaded) {
      ClassLoader loader = type.isArray() ? null : type.getClassLoader();
      if (loader != null) {
        Found found = loaders.computeIfAbsent(loader, l -> new Found());
        found.classes++;
        if (found.application.isEmpty()) {
          // Containers put a class of theirs beside the application's.
          String place = place(type);
          found.application = place.equals(place(loader.getClass())) ? "" : place;
          found.first = found.first.isEmpty() ? type.getName() : found.first;
        }
      }
    }
  }

  /** Empty for what was made on the way. */
  private static String place(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? ""
        : Applications.name(source.getLocation().toString());
  }

  Applications applications() {
    List<Loader> all = new ArrayList<>();
    loaders.forEach(
        (loader, found) ->
            all.add(
                new Loader(
                    loader.getClass().getName(),
                    application(loader, found),
                    isStopped(loader),
                    OwnParts.isLoader(loader),
                    found.classes)));
    return Applications.of(all);
  }

  private static String application(ClassLoader loader, Found found) {
    if (loader == ClassLoader.getSystemClassLoader()) {
      return "the class path";
    }
    if (loader == ClassLoader.getPlatformClassLoader()
        || REFLECTION.equals(loader.getClass().getName())) {
      return "the JDK";
    }
    // A loader that has nothing but generated classes is told by one of them.
    return found.application.isEmpty() ? found.first : found.application;
  }

  private static boolean isStopped(ClassLoader loader) {
    try {
      Method state = loader.getClass().getMethod(STATE);
      return state.getReturnType() == String.class
          && STOPPED.contains(String.valueOf(state.invoke(loader)));
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      // It has none: not known.
      return false;
    }
  }

  /** Returns by name of class whose it is, those of applications alone. */
  Map<String, String> owners(Set<String> names) {
    Map<String, String> owners = new HashMap<>();
    for (Class<?> type : loaded) {
      ClassLoader loader = type.getClassLoader();
      Found found = loader == null ? null : loaders.get(loader);
      if (found != null && names.contains(type.getName())) {
        String owner = application(loader, found);
        owners.merge(
            type.getName(), owner, (a, b) -> List.of(a.split(", ")).contains(b) ? a : a + ", " + b);
      }
    }
    return owners;
  }

  /** Returns the names of those classes that are the agent's, and nobody's else. */
  Set<String> own() {
    Set<String> own = new HashSet<>();
    Set<String> others = new HashSet<>();
    for (Class<?> type : loaded) {
      if (OwnParts.isClass(type)) {
        own.add(type.getName());
      }
    }
    for (Class<?> type : loaded) {
      @Nullable ClassLoader loader = type.getClassLoader();
      if (loader != null && !OwnParts.isClass(type) && own.contains(type.getName())) {
        others.add(type.getName());
      }
    }
    own.removeAll(others);
    return own;
  }
}
