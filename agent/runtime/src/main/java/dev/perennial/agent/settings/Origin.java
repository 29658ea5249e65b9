package dev.perennial.agent.settings;

/** Where a value comes from; an earlier one wins. */
public enum Origin {
  ARGUMENT("agent argument"),
  PROPERTY("system property"),
  ENVIRONMENT("environment"),
  FILE("file"),
  DEFAULT("default");

  private final String words;

  Origin(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
