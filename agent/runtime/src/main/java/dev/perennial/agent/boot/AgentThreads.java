package dev.perennial.agent.boot;

import java.util.concurrent.ThreadFactory;

/**
 * The agent's threads: daemons, so that they keep no application alive, with names that say whose
 * they are. They inherit nothing of whoever happens to have a task done first: that may be a user's
 * request.
 */
final class AgentThreads {
  private AgentThreads() {}

  static ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(null, task, name, 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(AgentThreads.class.getClassLoader());
      return thread;
    };
  }
}
