package dev.perennial.agent.tomcat.advice;

import net.bytebuddy.asm.Advice;

/**
 * Woven into {@code CoyoteAdapter.asyncDispatch}, and into {@code checkRecycled}: a request that
 * fails just after it became asynchronous is never dispatched, only forgotten with its connection.
 */
final class AsyncDispatchedAdvice {
  private AsyncDispatchedAdvice() {}

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void exit(@Advice.Argument(0) Object request, @Advice.Argument(1) Object response) {
    PerennialBridge.event(PerennialBridge.ASYNC_DISPATCHED, request, response);
  }
}
