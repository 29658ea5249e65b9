package dev.perennial.agent.restart;

/** How a server is restarted. */
public enum RestartStrategy {
  /** In place: same process, same listening sockets. Where that cannot be had, as {@link #EXIT}. */
  EXEC,
  /** In order, with an exit status that makes systemd, Kubernetes or the like start it again. */
  EXIT,
  /** Never. */
  NONE
}
