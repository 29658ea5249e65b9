package dev.perennial.sample.demo;

import java.util.List;
import java.util.Optional;

/** How the cluster keeps capacity in reserve, and what it is made of. */
enum DemoMode {
  ACTIVE_STANDBY("active-standby", "SPARE", List.of("primary", "primary", "spare")),
  ACTIVE_ACTIVE("active-active", "PRIMARY", List.of("primary", "primary", "primary"));

  private final String text;
  private final String roleAfter;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> roles;

  DemoMode(String text, String roleAfter, List<String> roles) {
    this.text = text;
    this.roleAfter = roleAfter;
    this.roles = roles;
  }

  /** Returns its name as options and the agent know it. */
  String text() {
    return text;
  }

  /** Returns the role that a server is to come back in. */
  String roleAfter() {
    return roleAfter;
  }

  /** Returns the role of each server at the start. */
  List<String> roles() {
    return roles;
  }

  static Optional<DemoMode> of(String text) {
    for (DemoMode mode : values()) {
      if (mode.text.equals(text)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }
}
