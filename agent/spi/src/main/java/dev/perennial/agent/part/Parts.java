package dev.perennial.agent.part;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * The parts and clearables that applications of this JVM have registered; looks anew at each
 * question, so one registered later is found. Thread-safe.
 */
public final class Parts {
  private static final ObjectName PARTS = pattern("perennial.part:type=Part,*");
  private static final ObjectName CLEARABLES = pattern("perennial.part:type=Clearable,*");

  private final Supplier<MBeanServer> server;
  private final Executor executor;
  private final Map<ObjectName, PartHandle> parts = new ConcurrentHashMap<>();
  private final Map<ObjectName, ClearableHandle> clearables = new ConcurrentHashMap<>();

  /**
   * Makes a view of them.
   *
   * @param server asked at each question; never before the application has begun
   * @param executor runs the application's code, which may hang: not one that others wait for, with
   *     a thread for each part
   */
  public Parts(Supplier<MBeanServer> server, Executor executor) {
    this.server = server;
    this.executor = executor;
  }

  /** Returns the parts, by name. */
  public List<PartHandle> all() {
    return look(PARTS, "part", parts, PartHandle::new).stream()
        .sorted(Comparator.comparing(PartHandle::name))
        .toList();
  }

  /** Returns the part of that name. */
  public Optional<PartHandle> find(String name) {
    return all().stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /** Returns what can be emptied, by name. */
  public List<ClearableHandle> clearables() {
    return look(CLEARABLES, "clearable", clearables, ClearableHandle::new).stream()
        .sorted(Comparator.comparing(ClearableHandle::name))
        .toList();
  }

  /** Keeps a handle as long as its MBean is there, as calls to one part must stay in order. */
  private <H> List<H> look(
      ObjectName pattern,
      String kind,
      Map<ObjectName, H> known,
      BiFunction<String, BoundedCalls, H> make) {
    MBeanServer now = server.get();
    Set<ObjectName> found = now.queryNames(pattern, null);
    known.keySet().retainAll(found);
    return found.stream()
        .map(
            bean ->
                known.computeIfAbsent(
                    bean,
                    b -> {
                      String name = name(b);
                      return make.apply(
                          name, new BoundedCalls(now, b, kind + " " + name, executor));
                    }))
        .toList();
  }

  private static String name(ObjectName bean) {
    String name = bean.getKeyProperty("name");
    if (name == null) {
      return bean.getCanonicalName();
    }
    return name.startsWith("\"") ? ObjectName.unquote(name) : name;
  }

  private static ObjectName pattern(String text) {
    try {
      return new ObjectName(text);
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(text, e);
    }
  }
}
