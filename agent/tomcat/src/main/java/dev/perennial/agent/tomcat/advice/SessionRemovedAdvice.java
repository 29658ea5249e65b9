package dev.perennial.agent.tomcat.advice;

import net.bytebuddy.asm.Advice;

/** Woven into {@code ManagerBase.remove(Session, boolean)}. */
final class SessionRemovedAdvice {
  private SessionRemovedAdvice() {}

  /** A session that is renamed or swapped out is taken out without an update of statistics. */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.This Object manager,
      @Advice.Argument(0) Object session,
      @Advice.Argument(1) boolean update) {
    if (update) {
      PerennialBridge.event(PerennialBridge.SESSION_REMOVED, manager, session);
    }
  }
}
