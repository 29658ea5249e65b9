package dev.perennial.agent.tomcat.advice;

import net.bytebuddy.asm.Advice;

/**
 * Woven into {@code ManagerBase.changeSessionId}, of its forms into the one that all others call.
 */
final class SessionRenamedAdvice {
  private SessionRenamedAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.Argument(0) Object session, @Advice.Argument(1) Object newId) {
    PerennialBridge.event(PerennialBridge.SESSION_RENAMED, session, newId);
  }
}
