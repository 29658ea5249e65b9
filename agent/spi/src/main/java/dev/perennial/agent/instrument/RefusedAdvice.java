package dev.perennial.agent.instrument;

import net.bytebuddy.asm.Advice;

/** Woven into the constructors of {@code java.lang.OutOfMemoryError}. */
final class RefusedAdvice {
  private RefusedAdvice() {}

  /** Calls nothing but what cannot throw: a constructor's call may not be left out. */
  @Advice.OnMethodExit
  static void exit() {
    PerennialBridge.refused();
  }
}
