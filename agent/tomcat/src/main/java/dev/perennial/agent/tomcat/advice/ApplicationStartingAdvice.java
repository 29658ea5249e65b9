package dev.perennial.agent.tomcat.advice;

import net.bytebuddy.asm.Advice;

/**
 * Woven into {@code StandardContext.filterStart}: the managers are loaded, nothing is served yet.
 */
final class ApplicationStartingAdvice {
  private ApplicationStartingAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.This Object context) {
    PerennialBridge.event(PerennialBridge.APPLICATION_STARTING, context, null);
  }
}
