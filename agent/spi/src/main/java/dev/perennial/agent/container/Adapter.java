package dev.perennial.agent.container;

import java.util.List;

/**
 * What the agent must know of a kind of container before it meets one. Each is a module of its own,
 * named in {@code META-INF/services}, and the agent knows nothing else of the container.
 *
 * <p>It is made in the agent's own class loader, where no class of the container is seen: it names
 * them in text. The hooks, and every other class of the adapter's package, are loaded once more for
 * each container, by a child of the container's own loader. Immutable; has a public constructor
 * without parameters. One that throws is left out, which is logged and counted, and the others go
 * on.
 */
public interface Adapter {
  /** Returns a short name for the log, different from all others: "tomcat". */
  String name();

  /** Returns which containers it can serve, in words: "Apache Tomcat 9, 10.1 and 11". */
  String capabilities();

  /**
   * Returns the methods that are woven. A class of which one is not there exactly once stays as it
   * is, so the container runs as without the agent.
   */
  List<JoinPoint> joinPoints();

  /**
   * Returns the name of the {@link ContainerHooks}, a class of this adapter's package or of one
   * below it. It has a public constructor {@code (Gate, ContainerEvents)}.
   */
  String hooks();

  /**
   * Returns whether a class belongs to the container itself. Its loader is then the parent of the
   * hooks' loader.
   */
  boolean owns(String className);

  /**
   * Returns the commands of the container's own scripts that start a JVM beside the server, with
   * the server's options, where no agent is wanted: each a main class, or that, a blank, and the
   * last argument.
   */
  default List<String> tools() {
    return List.of();
  }

  /**
   * Returns the name of a class that is loaded as soon as a container has been set up to listen.
   * Where it is loaded and nothing was reported, {@link ContainerHooks#discover} is asked.
   */
  String listeningClass();
}
