package dev.perennial.agent.premain;

import java.util.Set;

/**
 * Tells the commands of a container's own script that start a JVM beside the server, with the
 * server's options, from the server: an agent there would write into the live server's log, and ask
 * for its ports.
 *
 * @param tools as adapters name them: a main class, or that, a blank, and the last argument
 */
record ContainerTools(Set<String> tools) {
  /**
   * Returns whether the command is such a tool.
   *
   * @param command the main class and its arguments, as the launcher notes them
   */
  boolean isTool(String command) {
    String[] words = command.strip().split("\\s+");
    return tools.contains(words[0])
        || (words.length > 1 && tools.contains(words[0] + " " + words[words.length - 1]));
  }
}
