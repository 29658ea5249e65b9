package dev.perennial.agent.broken;

import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.container.ContainerHooks;
import dev.perennial.agent.container.Gate;

/** Fails in all that it does. */
public final class ThrowingHooks implements ContainerHooks {
  public ThrowingHooks(Gate gate, ContainerEvents events) {}

  @Override
  public boolean enter(Object connector, Object request, Object response) {
    throw new IllegalStateException("enter");
  }

  @Override
  public void exit(Object connector, Object request, Object response) {
    throw new IllegalStateException("exit");
  }

  @Override
  public void event(int event, Object source, Object argument) {
    throw new IllegalStateException("event");
  }

  @Override
  public void discover() {
    throw new IllegalStateException("discover");
  }
}
