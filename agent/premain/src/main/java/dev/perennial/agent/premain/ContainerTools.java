package dev.perennial.agent.premain;

import java.util.Set;

/**
 * Tells the commands of a container's own script that start a JVM beside the server, with the
 * server's options, from the server: an agent there would write into the live server's log, and ask
 * for its ports.
 */
final class ContainerTools {
  private static final String TOMCAT = "org.apache.catalina.";
  private static final String BOOTSTRAP = TOMCAT + "startup.Bootstrap";

  /** As catalina.sh has them; with start and run the same class is the server. */
  private static final Set<String> BESIDE_THE_SERVER = Set.of("configtest", "stop");

  /** The version, and what makes digests of passwords. */
  private static final Set<String> TOOLS =
      Set.of(TOMCAT + "util.ServerInfo", TOMCAT + "startup.Tool");

  private ContainerTools() {}

  /**
   * Returns whether the command is such a tool.
   *
   * @param command the main class and its arguments, as the launcher notes them
   */
  static boolean isTool(String command) {
    String[] words = command.strip().split("\\s+");
    return TOOLS.contains(words[0])
        || (words[0].equals(BOOTSTRAP) && BESIDE_THE_SERVER.contains(words[words.length - 1]));
  }
}
