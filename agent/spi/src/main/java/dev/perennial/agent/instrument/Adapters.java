package dev.perennial.agent.instrument;

import dev.perennial.agent.container.Adapter;
import dev.perennial.agent.container.JoinPoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The adapters that are there, found as services. One that cannot be made, or that fails to say
 * what it is, is left out; {@link WeavingNotes} says so. Thread-safe: filled before it is handed
 * out.
 */
public final class Adapters {
  /** Of a list of services that cannot be read at all; there are never so many adapters. */
  private static final int MAX_FAILURES = 100;

  private final List<Adapter> all = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final List<String> capabilities = new ArrayList<>();
  private final Set<String> listeningClasses = new HashSet<>();

  /** By the internal name of the woven class. */
  private final Map<String, List<Layer>> layers = new HashMap<>();

  private Adapters() {}

  /** Made when first asked for: the weaver needs them before there is anything else. */
  private static final class Own {
    static final Adapters FOUND = in(Adapters.class.getClassLoader());
  }

  /** Returns those that came with this agent. */
  public static Adapters ofThisAgent() {
    return Own.FOUND;
  }

  /** Returns those that a class loader finds. */
  static Adapters in(ClassLoader loader) {
    return from(ServiceLoader.load(Adapter.class, loader).iterator());
  }

  /** Returns these. */
  static Adapters of(Adapter... adapters) {
    return from(List.of(adapters).iterator());
  }

  private static Adapters from(Iterator<Adapter> each) {
    Adapters found = new Adapters();
    for (int failures = 0; failures < MAX_FAILURES; ) {
      try {
        if (!each.hasNext()) {
          break;
        }
        found.add(each.next());
      } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
        failures++;
        WeavingNotes.add("the adapter of a container cannot be used and is left out", e);
      }
    }
    return found;
  }

  /** Asks all before anything is kept: an adapter is there as a whole, or not at all. */
  private void add(Adapter adapter) {
    String name = adapter.name();
    String can = adapter.capabilities();
    String listening = adapter.listeningClass();
    Map<String, List<JoinPoint>> points = byType(adapter.joinPoints());
    if (adapter.hooks().isEmpty() || can.isEmpty() || listening.isEmpty() || !names.add(name)) {
      throw new IllegalStateException(
          "the adapter " + name + " says too little, or is there twice");
    }
    all.add(adapter);
    capabilities.add(can);
    listeningClasses.add(listening);
    for (Map.Entry<String, List<JoinPoint>> its : points.entrySet()) {
      List<Layer> present = layers.get(its.getKey());
      if (present == null) {
        present = new ArrayList<>();
        layers.put(its.getKey(), present);
      }
      present.add(new Layer(name, its.getValue()));
    }
  }

  /** Without lambdas, which would cost a cold JVM more than all the rest of this. */
  private static Map<String, List<JoinPoint>> byType(List<JoinPoint> points) {
    Map<String, List<JoinPoint>> sorted = new HashMap<>();
    for (JoinPoint point : points) {
      String type = point.internalType();
      List<JoinPoint> its = sorted.get(type);
      if (its == null) {
        its = new ArrayList<>();
        sorted.put(type, its);
      }
      its.add(point);
    }
    return sorted;
  }

  /** Returns all of them. */
  List<Adapter> all() {
    return Collections.unmodifiableList(all);
  }

  /** Returns which containers they can serve, in words. */
  public String capabilities() {
    return capabilities.isEmpty() ? "none" : String.join("; ", capabilities);
  }

  /** Returns whether a class is only loaded where some container has been set up to listen. */
  boolean isListeningClass(String className) {
    return listeningClasses.contains(className);
  }

  /** Returns the internal names of all classes that are woven. */
  Set<String> wovenClasses() {
    return Collections.unmodifiableSet(layers.keySet());
  }

  /** Returns what is woven into a class, nothing for most. */
  List<Layer> layers(String internalName) {
    return layers.getOrDefault(internalName, List.of());
  }

  /**
   * What one adapter weaves into one class.
   *
   * @param origin the adapter's name
   * @param points in that class
   */
  record Layer(String origin, List<JoinPoint> points) {}
}
