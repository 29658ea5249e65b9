package dev.perennial.agent.tomcat.advice;

import net.bytebuddy.asm.Advice;

/** Woven into {@code ManagerBase.backgroundProcess}. */
final class ManagerRunningAdvice {
  private ManagerRunningAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.This Object manager) {
    PerennialBridge.event(PerennialBridge.MANAGER_RUNNING, manager, null);
  }
}
