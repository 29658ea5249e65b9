package dev.perennial.coordinator.roster;

/** How a cluster keeps capacity in reserve. */
public enum Mode {
  /** Spares take no traffic and exist to be duplexed to. */
  ACTIVE_STANDBY,
  /** Every server serves, and each is the others' spare. */
  ACTIVE_ACTIVE
}
