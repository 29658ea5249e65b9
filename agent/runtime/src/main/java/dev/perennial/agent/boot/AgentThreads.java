package dev.perennial.agent.boot;

import java.util.concurrent.ThreadFactory;

/**
 * The agent's threads: daemons, so that they keep no application alive, with names that say whose
 * they are.
 */
final class AgentThreads {
  private AgentThreads() {}

  static ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      thread.setContextClassLoader(AgentThreads.class.getClassLoader());
      return thread;
    };
  }
}
