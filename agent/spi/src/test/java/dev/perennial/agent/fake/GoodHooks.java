package dev.perennial.agent.fake;

import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.container.ContainerHooks;
import dev.perennial.agent.container.Gate;

/** Tells the events what it is told. */
public final class GoodHooks implements ContainerHooks {
  private final ContainerEvents events;

  public GoodHooks(Gate gate, ContainerEvents events) {
    this.events = events;
  }

  @Override
  public boolean enter(Object connector, Object request, Object response) {
    events.touched("enter");
    return true;
  }

  @Override
  public void exit(Object connector, Object request, Object response) {
    events.touched("exit");
  }

  @Override
  public void event(int event, Object source, Object argument) {
    events.touched("event");
  }

  @Override
  public void discover() {
    events.touched("discover");
  }
}
