package dev.perennial.agent.instrument;

import net.bytebuddy.asm.Advice;

/** Woven into {@code java.lang.Thread.start}. */
final class StartAdvice {
  private StartAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.This Thread thread) {
    PerennialBridge.starting(thread);
  }
}
