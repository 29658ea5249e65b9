package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.ids.OwnIds;
import dev.perennial.agent.log.Log;
import java.util.function.Consumer;

/** Passes on what containers report to those who move sessions. Thread-safe. */
public final class SessionEvents implements ContainerEvents {
  private final Containers containers;
  private final Outgoing outgoing;
  private final SuccessorDesk desk;
  private final OwnIds ids;
  private final Consumer<Container> stopping;
  private final Log log;

  /**
   * @param ids of the sessions that are here
   * @param stopping called when a container will stop when it returns
   */
  public SessionEvents(
      Containers containers,
      Outgoing outgoing,
      SuccessorDesk desk,
      OwnIds ids,
      Consumer<Container> stopping,
      Log log) {
    this.containers = containers;
    this.outgoing = outgoing;
    this.desk = desk;
    this.ids = ids;
    this.stopping = stopping;
    this.log = log;
  }

  @Override
  public void found(Container container) {
    containers.add(container);
    ids.forget();
    log.info("found " + container.description());
  }

  @Override
  public void made(String id) {
    ids.made(id);
  }

  @Override
  public void touched(String id) {
    ids.touched(id);
    outgoing.touched(id);
    desk.touched(id);
  }

  @Override
  public void removed(String id) {
    outgoing.ended(id);
    desk.ended(id);
  }

  @Override
  public void renamed(String id, String newId) {
    ids.touched(newId);
    outgoing.renamed(id, newId);
    desk.renamed(id, newId);
  }

  @Override
  public void applicationStarting(Container container, String application) {
    ids.forget();
    log.info("application " + application + " starts");
  }

  @Override
  public void stopping(Container container) {
    stopping.accept(container);
  }
}
