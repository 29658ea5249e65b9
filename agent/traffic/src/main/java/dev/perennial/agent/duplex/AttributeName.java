package dev.perennial.agent.duplex;

/** What people call an attribute of a session. Pure. */
final class AttributeName {
  /** How Spring names the attribute of a bean that lives as long as a session. */
  private static final String BEAN = "scopedTarget.";

  private AttributeName() {}

  static String words(String attribute) {
    return attribute.startsWith(BEAN)
        ? "session bean " + attribute.substring(BEAN.length())
        : "attribute " + attribute;
  }
}
