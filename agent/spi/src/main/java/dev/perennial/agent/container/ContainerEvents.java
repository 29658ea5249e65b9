package dev.perennial.agent.container;

/**
 * What a container's adapter tells the agent. Implementations are quick where nothing else is said,
 * throw nothing, and are thread-safe.
 */
public interface ContainerEvents {
  /** A container has been seen for the first time. */
  void found(Container container);

  /**
   * A session has just got this id: it is new, or another one before, or was loaded. It can be
   * found by {@link Container#hasSession}, and no client has heard of it; one may when this
   * returns, which may take some 100 ms. See {@link Container#tellsOfNewSessions}.
   */
  void made(String id);

  /** A request that used this session is over; its state may have changed. */
  void touched(String id);

  /** The session has ended: invalidated or expired. */
  void removed(String id);

  /** The session goes on under another id. */
  void renamed(String id, String newId);

  /**
   * All applications that will come with this start are about to be ready: sessions can be staged
   * and published, and no request of that application has been let in.
   */
  void applicationStarting(Container container, String application);

  /**
   * The container will stop when this returns. May take long: an orderly stop hands its sessions
   * over here.
   */
  void stopping(Container container);
}
