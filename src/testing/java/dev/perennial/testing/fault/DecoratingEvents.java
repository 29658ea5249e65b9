package dev.perennial.testing.fault;

import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.ContainerEvents;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Passes everything on, and each container in its decoration: always the same one. */
final class DecoratingEvents implements ContainerEvents {
  private final ContainerEvents events;
  private final UnaryOperator<Container> decoration;
  private final Map<Container, Container> decorated = new ConcurrentHashMap<>();

  DecoratingEvents(ContainerEvents events, UnaryOperator<Container> decoration) {
    this.events = events;
    this.decoration = decoration;
  }

  @Override
  public void found(Container container) {
    events.found(decorated(container));
  }

  @Override
  public void made(String id) {
    events.made(id);
  }

  @Override
  public void touched(String id) {
    events.touched(id);
  }

  @Override
  public void removed(String id) {
    events.removed(id);
  }

  @Override
  public void renamed(String id, String newId) {
    events.renamed(id, newId);
  }

  @Override
  public void applicationStarting(Container container, String application) {
    events.applicationStarting(decorated(container), application);
  }

  @Override
  public void stopping(Container container) {
    events.stopping(decorated(container));
  }

  private Container decorated(Container container) {
    return decorated.computeIfAbsent(container, decoration);
  }
}
