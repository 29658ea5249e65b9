package dev.perennial.agent.tomcat.advice;

import net.bytebuddy.asm.Advice;

/**
 * Woven into {@code ManagerBase.add(Session)}, which each session passes with each id that it gets.
 */
final class SessionMadeAdvice {
  private SessionMadeAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.This Object manager, @Advice.Argument(0) Object session) {
    PerennialBridge.event(PerennialBridge.SESSION_MADE, manager, session);
  }
}
