package dev.perennial.agent.instrument;

import dev.perennial.agent.container.Adapter;
import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.container.ContainerHooks;
import dev.perennial.agent.container.Gate;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the calls of woven code and passes each to the hooks of the container that it comes from: a
 * JVM may have several containers, each with class loaders of its own. Looking the hooks up
 * allocates nothing and takes no lock after the first call of a class. What hooks throw goes to the
 * woven code, which counts it and lets the container go on. Thread-safe.
 */
public final class BridgeHandler extends PerennialBridge {
  private static final ContainerHooks NONE = new NoHooks();

  private final Adapters adapters;
  private final Gate gate;
  private final ContainerEvents events;
  private final Consumer<Throwable> failures;

  /** Guarded by itself. */
  private final Map<ClassLoader, IdentityHashMap<Adapter, ContainerHooks>> made =
      new WeakHashMap<>();

  private final ClassValue<ContainerHooks> hooks =
      new ClassValue<>() {
        @Override
        protected ContainerHooks computeValue(Class<?> type) {
          return hooksOf(type);
        }
      };

  /**
   * Makes a handler; {@code PerennialBridge.handler} puts it in force.
   *
   * @param gate for every container's requests
   * @param events told what every container reports
   * @param failures told of an adapter that fails; its container then runs as without the agent
   */
  public BridgeHandler(
      Adapters adapters, Gate gate, ContainerEvents events, Consumer<Throwable> failures) {
    this.adapters = adapters;
    this.gate = gate;
    this.events = events;
    this.failures = failures;
  }

  @Override
  protected boolean onEnter(Object connector, Object request, Object response) {
    return hooks.get(connector.getClass()).enter(connector, request, response);
  }

  @Override
  protected void onExit(Object connector, Object request, Object response) {
    hooks.get(connector.getClass()).exit(connector, request, response);
  }

  @Override
  protected void onEvent(int event, Object source, Object argument) {
    hooks.get(source.getClass()).event(event, source, argument);
  }

  /**
   * Looks for containers that have been running before the agent was ready: their first request may
   * be long in coming, and a spare gets none.
   *
   * @param loaded classes of this JVM, as instrumentation tells them
   */
  public void discover(Class<?>[] loaded) {
    for (Class<?> type : loaded) {
      if (adapters.isListeningClass(type.getName())) {
        try {
          hooks.get(type).discover();
        } catch (RuntimeException | LinkageError e) {
          failures.accept(e);
        }
      }
    }
  }

  /** An application may subclass a container's class: the container's own one tells the loader. */
  private ContainerHooks hooksOf(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      ClassLoader loader = c.getClassLoader();
      if (loader == null) {
        continue;
      }
      for (Adapter adapter : adapters.all()) {
        ContainerHooks its = hooksOf(adapter, c.getName(), loader);
        if (its != null) {
          return its;
        }
      }
    }
    return NONE;
  }

  private @Nullable ContainerHooks hooksOf(Adapter adapter, String className, ClassLoader loader) {
    try {
      if (!adapter.owns(className)) {
        return null;
      }
    } catch (RuntimeException | LinkageError e) {
      failures.accept(e);
      return null;
    }
    synchronized (made) {
      IdentityHashMap<Adapter, ContainerHooks> beside = made.get(loader);
      if (beside == null) {
        beside = new IdentityHashMap<>();
        made.put(loader, beside);
      }
      ContainerHooks its = beside.get(adapter);
      if (its == null) {
        its = make(adapter, loader);
        beside.put(adapter, its);
      }
      return its == NONE ? null : its;
    }
  }

  private ContainerHooks make(Adapter adapter, ClassLoader loader) {
    try {
      return (ContainerHooks)
          new AdapterLoader(adapter, loader)
              .loadClass(adapter.hooks())
              .getConstructor(Gate.class, ContainerEvents.class)
              .newInstance(gate, events);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      failures.accept(
          new IllegalStateException("the adapter does not fit this container: " + e, e));
      return NONE;
    }
  }
}
