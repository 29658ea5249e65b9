package dev.perennial.agent.sabotage;

import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.duplex.MovablePart;
import dev.perennial.agent.gate.Router;
import org.jspecify.annotations.Nullable;

/**
 * One planted fault, or none: then each part is handed back as it is. Asked for by a system
 * property that is no setting, and stands in no documentation for users. Thread-safe.
 */
public final class Sabotage {
  /** The system property that names the fault. */
  public static final String PROPERTY = "perennial.agent.sabotage";

  private final Fault fault;

  /** What the decorators of this JVM know together. */
  private final SeenSessions seen = new SeenSessions();

  private Sabotage(Fault fault) {
    this.fault = fault;
  }

  /**
   * Returns the one that is asked for.
   *
   * @param name of the fault; null or empty for none
   * @throws IllegalArgumentException if there is no such fault
   */
  public static Sabotage of(@Nullable String name) {
    String text = name == null ? "" : name;
    return new Sabotage(
        Fault.of(text)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        PROPERTY + "=" + text + ": allowed is " + Fault.allowed())));
  }

  /** Returns whether a fault is planted. */
  public boolean isPlanted() {
    return fault != Fault.NONE;
  }

  @Override
  public String toString() {
    return fault.text();
  }

  /** Returns what is told of containers: each is passed on with the fault in it. */
  public ContainerEvents events(ContainerEvents events) {
    return switch (fault) {
      case DROP_LAST_DELTA -> new DecoratingEvents(events, StaleCaptures::new);
      case DOUBLE_OWNER -> new DecoratingEvents(events, c -> new KeptSessions(c, seen));
      case NEW_SESSION -> new DecoratingEvents(events, c -> new WatchedSessions(c, seen));
      case NONE, LOST_PART -> events;
    };
  }

  /** Returns what decides where requests go. */
  public Router router(Router router) {
    return switch (fault) {
      case DOUBLE_OWNER -> new GreedyRouter(router, seen);
      case NEW_SESSION -> new IncuriousRouter(router, seen);
      case NONE, DROP_LAST_DELTA, LOST_PART -> router;
    };
  }

  /** Returns a part as the duplexing is to see it. */
  public MovablePart part(MovablePart part) {
    return fault == Fault.LOST_PART ? new ForgetfulPart(part) : part;
  }
}
