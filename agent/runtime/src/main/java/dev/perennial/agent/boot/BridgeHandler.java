package dev.perennial.agent.boot;

import dev.perennial.agent.container.ContainerHooks;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Takes the calls of woven code and passes each to the adapter of the container that it comes from:
 * a JVM may have several containers, each with class loaders of its own. Looking the adapter up
 * allocates nothing and takes no lock after the first call of a class.
 */
final class BridgeHandler extends PerennialBridge {
  private static final ContainerHooks NONE = new NoHooks();

  /** Loaded by a Tomcat that has been set up to listen. */
  private static final String CONNECTOR = "org.apache.catalina.connector.CoyoteAdapter";

  private final Function<ClassLoader, ContainerHooks> adapters;
  private final Consumer<Throwable> failures;
  private final Map<ClassLoader, ContainerHooks> made = new WeakHashMap<>();
  private final ClassValue<ContainerHooks> hooks =
      new ClassValue<>() {
        @Override
        protected ContainerHooks computeValue(Class<?> type) {
          return adapterOf(type);
        }
      };

  /**
   * @param adapters makes the adapter for the loader of a container's classes
   * @param failures told of an adapter that cannot be made; requests then pass as without the agent
   */
  BridgeHandler(Function<ClassLoader, ContainerHooks> adapters, Consumer<Throwable> failures) {
    this.adapters = adapters;
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
  void discover(Class<?>[] loaded) {
    for (Class<?> type : loaded) {
      if (type.getName().equals(CONNECTOR)) {
        hooks.get(type).discover();
      }
    }
  }

  private ContainerHooks adapterOf(Class<?> type) {
    ClassLoader loader = containerLoader(type);
    if (loader == null) {
      return NONE;
    }
    synchronized (made) {
      ContainerHooks known = made.get(loader);
      if (known != null) {
        return known;
      }
      ContainerHooks adapter;
      try {
        adapter = adapters.apply(loader);
      } catch (RuntimeException | LinkageError e) {
        failures.accept(e);
        adapter = NONE;
      }
      made.put(loader, adapter);
      return adapter;
    }
  }

  /** An application may subclass a container's class: the container's own one tells the loader. */
  private static ClassLoader containerLoader(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (c.getName().startsWith("org.apache.catalina.")
          || c.getName().startsWith("org.apache.coyote.")) {
        return c.getClassLoader();
      }
    }
    return null;
  }

  private static final class NoHooks implements ContainerHooks {
    @Override
    public boolean enter(Object connector, Object request, Object response) {
      return false;
    }

    @Override
    public void exit(Object connector, Object request, Object response) {}

    @Override
    public void event(int event, Object source, Object argument) {}

    @Override
    public void discover() {}
  }
}
