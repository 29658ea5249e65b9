package dev.perennial.agent.tomcat.advice;

import net.bytebuddy.asm.Advice;

/** Woven into {@code ManagerBase.startInternal}. */
final class ManagerStartedAdvice {
  private ManagerStartedAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.This Object manager) {
    PerennialBridge.event(PerennialBridge.MANAGER_STARTED, manager, null);
  }
}
