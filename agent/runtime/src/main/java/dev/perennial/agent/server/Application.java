package dev.perennial.agent.server;

import org.jspecify.annotations.Nullable;

/** This server's own application, as the agent asks it. Blocks, bounded. */
public interface Application {
  /** Returns why it counts as not answering; null if it answers. */
  @Nullable String refusal();

  /** Asks it for what its clients will ask for. */
  WarmUp.Outcome warmUp();

  /** Returns why a session could not move to or from here, in words; empty if it could. */
  String trialMove();
}
