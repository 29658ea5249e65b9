package dev.perennial.agent.tomcat.advice;

import net.bytebuddy.asm.Advice;

/** Woven into {@code ManagerBase.stopInternal}. */
final class ManagerStoppingAdvice {
  private ManagerStoppingAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.This Object manager) {
    PerennialBridge.event(PerennialBridge.MANAGER_STOPPING, manager, null);
  }
}
