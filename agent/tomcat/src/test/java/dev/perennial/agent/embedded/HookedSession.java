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

  /** Keeps what the container's own listeners would hear, as text by the session's id. */
  @Override
  public void fireSessionEvent(String type, Object data) {
    System.getProperties().merge("test.events." + getIdInternal(), type, (a, b) -> a + " " + b);
    super.fireSessionEvent(type, data);
  }

  @Override
  public void endAccess() {
    super.endAccess();
    hooks.event(PerennialBridge.SESSION_TOUCHED, this, this);
  }
}
