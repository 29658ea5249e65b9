package dev.perennial.agent.embedded;

import dev.perennial.agent.container.ContainerHooks;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Session;
import org.apache.catalina.session.StandardManager;
import org.apache.catalina.session.StandardSession;

/** Calls the hooks where the woven manager does. */
final class HookedManager extends StandardManager {
  /** Whether it makes no more sessions. */
  volatile boolean broken;

  private final ContainerHooks hooks;

  HookedManager(ContainerHooks hooks) {
    this.hooks = hooks;
  }

  @Override
  protected synchronized void startInternal() throws LifecycleException {
    super.startInternal();
    hooks.event(PerennialBridge.MANAGER_STARTED, this, this);
    hooks.event(PerennialBridge.APPLICATION_STARTING, getContext(), this);
  }

  @Override
  protected synchronized void stopInternal() throws LifecycleException {
    hooks.event(PerennialBridge.MANAGER_STOPPING, this, this);
    super.stopInternal();
  }

  @Override
  public void add(Session session) {
    super.add(session);
    hooks.event(PerennialBridge.SESSION_MADE, this, session);
  }

  @Override
  public void remove(Session session, boolean update) {
    hooks.event(PerennialBridge.SESSION_REMOVED, this, session);
    super.remove(session, update);
  }

  @Override
  protected void changeSessionId(
      Session session, String newId, boolean tellListeners, boolean tellContainer) {
    hooks.event(PerennialBridge.SESSION_RENAMED, session, newId);
    super.changeSessionId(session, newId, tellListeners, tellContainer);
  }

  @Override
  protected StandardSession getNewSession() {
    return new HookedSession(this, hooks);
  }

  @Override
  public Session createEmptySession() {
    if (broken) {
      throw new IllegalStateException("no session can be made");
    }
    return super.createEmptySession();
  }
}
