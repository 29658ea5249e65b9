package dev.perennial.agent.decoration;

import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.duplex.MovablePart;
import dev.perennial.agent.gate.Router;

/**
 * What stands between parts of the agent and may change what they tell each other. Each method is
 * called while the agent starts, {@link #part} also later and by any thread; what is returned takes
 * the place of what was given.
 */
public interface Decoration {
  /** The product's: all is handed back as it is. */
  Decoration NONE = new Decoration() {};

  /** Returns what is told of containers and sessions. */
  default ContainerEvents events(ContainerEvents events) {
    return events;
  }

  /** Returns what decides where requests go. */
  default Router router(Router router) {
    return router;
  }

  /** Returns a part of the application as the duplexing is to see it. */
  default MovablePart part(MovablePart part) {
    return part;
  }
}
