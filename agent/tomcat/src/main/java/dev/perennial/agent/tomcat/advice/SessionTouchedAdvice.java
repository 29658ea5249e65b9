package dev.perennial.agent.tomcat.advice;

import net.bytebuddy.asm.Advice;

/**
 * Woven into {@code StandardSession.endAccess}, called once a request that used the session is
 * over.
 */
final class SessionTouchedAdvice {
  private SessionTouchedAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.This Object session) {
    PerennialBridge.event(PerennialBridge.SESSION_TOUCHED, session, null);
  }
}
