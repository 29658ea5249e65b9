package dev.perennial.agent.fake;

import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.container.ContainerHooks;
import dev.perennial.agent.container.Gate;

/** Cannot be made. */
public final class UnmakeableHooks implements ContainerHooks {
  public UnmakeableHooks(Gate gate, ContainerEvents events) {
    throw new IllegalStateException("the container is of a version that nobody knows");
  }

  @Override
  public boolean enter(Object connector, Object request, Object response) {
    return true;
  }

  @Override
  public void exit(Object connector, Object request, Object response) {}

  @Override
  public void event(int event, Object source, Object argument) {}
}
