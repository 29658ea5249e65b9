package dev.perennial.coordinator.roster;

/** What a server is there for. */
public enum Role {
  /** On the available list and taking traffic. */
  PRIMARY,
  /** Held ready to be duplexed to. */
  SPARE
}
