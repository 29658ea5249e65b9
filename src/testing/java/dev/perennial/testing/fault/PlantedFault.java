package dev.perennial.testing.fault;

import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.decoration.Decoration;
import dev.perennial.agent.duplex.MovablePart;
import dev.perennial.agent.gate.Router;
import org.jspecify.annotations.Nullable;

/**
 * One fault, planted in an agent. {@link dev.perennial.testing.jar.FaultyJar} makes it a service of
 * the agent's jar; a system property of the server's JVM says which fault it is. Thread-safe.
 */
public final class PlantedFault implements Decoration {
  private final Fault fault;

  /** What the decorators of this JVM know together. */
  private final SeenSessions seen = new SeenSessions();

  /** Plants the fault that the system property names; for the service loader. */
  public PlantedFault() {
    this(System.getProperty(Fault.PROPERTY));
  }

  /**
   * Plants a fault.
   *
   * @throws IllegalArgumentException if there is no fault of this name
   */
  PlantedFault(@Nullable String name) {
    this.fault = Fault.of(name);
  }

  @Override
  public String toString() {
    return "FAULT " + fault.text() + " planted, state will be lost";
  }

  @Override
  public ContainerEvents events(ContainerEvents events) {
    return switch (fault) {
      case DROP_LAST_DELTA -> new DecoratingEvents(events, StaleCaptures::new);
      case DOUBLE_OWNER -> new DecoratingEvents(events, c -> new KeptSessions(c, seen));
      case NEW_SESSION -> new DecoratingEvents(events, c -> new WatchedSessions(c, seen));
      case LOST_PART -> events;
    };
  }

  @Override
  public Router router(Router router) {
    return switch (fault) {
      case DOUBLE_OWNER -> new GreedyRouter(router, seen);
      case NEW_SESSION -> new IncuriousRouter(router, seen);
      case DROP_LAST_DELTA, LOST_PART -> router;
    };
  }

  @Override
  public MovablePart part(MovablePart part) {
    return fault == Fault.LOST_PART ? new ForgetfulPart(part) : part;
  }
}
