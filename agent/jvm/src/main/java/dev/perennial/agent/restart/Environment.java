package dev.perennial.agent.restart;

/** The names by which one life tells the next what it leaves. */
final class Environment {
  static final String INHERITED_SOCKETS = "PERENNIAL_INHERITED_SOCKETS";
  static final String HANDOVER_NOTE = "PERENNIAL_HANDOVER_NOTE";
  static final String EMERGENCY = EmergencyLaunch.VARIABLE;

  private Environment() {}
}
