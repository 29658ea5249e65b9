package dev.perennial.agent.embedded;

import dev.perennial.agent.container.ContainerHooks;
import org.apache.catalina.Manager;
import org.apache.catalina.session.StandardSession;

/** Calls the hook where the woven session does. */
final class HookedSession extends StandardSession {
  private static final long serialVersionUID = 1L;

  private final transient ContainerHooks hooks;

  HookedSession(Manager manager, ContainerHooks hooks) {
    super(manager);
    this.hooks = hooks;
  }

  @Override
  public void endAccess() {
    super.endAccess();
    hooks.event(PerennialBridge.SESSION_TOUCHED, this, this);
  }
}
