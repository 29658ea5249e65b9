package dev.perennial.agent.tomcat.advice;

import net.bytebuddy.asm.Advice;

/** Woven into {@code CoyoteAdapter.postParseRequest}. */
final class RequestParsedAdvice {
  private RequestParsedAdvice() {}

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void exit(@Advice.Argument(1) Object request, @Advice.Argument(3) Object response) {
    PerennialBridge.event(PerennialBridge.REQUEST_PARSED, request, response);
  }
}
