package dev.perennial.agent.instrument;

import dev.perennial.agent.container.ContainerHooks;

/** Where there is no adapter, or it cannot be made: all passes as without the agent. */
final class NoHooks implements ContainerHooks {
  @Override
  public boolean enter(Object connector, Object request, Object response) {
    return false;
  }

  @Override
  public void exit(Object connector, Object request, Object response) {}

  @Override
  public void event(int event, Object source, Object argument) {}
}
