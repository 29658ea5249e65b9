package dev.perennial.agent.premain;

import java.util.Map;

/**
 * Tells the JDK's own tools (keytool, jcmd, jps, javac, jlink, ...) from applications: an agent
 * that JAVA_TOOL_OPTIONS brings to every JVM of a machine is not meant for them.
 */
final class JdkTools {
  /** {@code java Source.java} runs an application. */
  private static final String SOURCE_LAUNCHER = "jdk.compiler/com.sun.tools.javac.launcher.";

  private static final String[] TOOLS = {
    "java.base/sun.",
    "jdk.",
    "java.rmi/sun.",
    "java.scripting/com.sun.",
    "sun.tools.",
    "sun.security.tools.",
    "com.sun.tools."
  };

  private JdkTools() {}

  /**
   * Returns whether the command is a tool and the agent came by an environment variable.
   *
   * @param command the main class (with module, as the launcher notes it) and its arguments
   */
  static boolean isInjectedInto(String command, Map<String, String> environment) {
    return isTool(command)
        && (brings(environment.get("JAVA_TOOL_OPTIONS"))
            || brings(environment.get("JDK_JAVA_OPTIONS")));
  }

  static boolean isTool(String command) {
    if (command.startsWith(SOURCE_LAUNCHER)) {
      return false;
    }
    // A module of the application may be named jdk.something; a tool's is followed by its class.
    int end = command.indexOf(' ');
    String main = end < 0 ? command : command.substring(0, end);
    for (String prefix : TOOLS) {
      if (main.startsWith(prefix) && (!prefix.equals("jdk.") || main.indexOf('/') > 0)) {
        return true;
      }
    }
    return false;
  }

  private static boolean brings(String options) {
    return options != null && options.contains("-javaagent:");
  }
}
