package dev.perennial.agent.tomcat.advice;

import net.bytebuddy.asm.Advice;

/** Woven into Tomcat's {@code CoyoteAdapter.service}, through which every request goes. */
final class GateAdvice {
  private GateAdvice() {}

  /** Returns true if the request has been answered; the method is then left out. */
  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static boolean enter(
      @Advice.This Object adapter,
      @Advice.Argument(0) Object request,
      @Advice.Argument(1) Object response) {
    return PerennialBridge.enter(adapter, request, response);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void exit(
      @Advice.Enter boolean answered,
      @Advice.This Object adapter,
      @Advice.Argument(0) Object request,
      @Advice.Argument(1) Object response) {
    if (!answered) {
      PerennialBridge.exit(adapter, request, response);
    }
  }
}
