package dev.perennial.agent.tomcat.advice;

import net.bytebuddy.asm.Advice;

/**
 * Woven into {@code OutputBuffer.close}, which the container calls at the end of each answer, and
 * the application where it closes the answer itself.
 */
final class AnswerFinishingAdvice {
  private AnswerFinishingAdvice() {}

  /** A suspended answer is not sent yet: it is an error page's place. */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(
      @Advice.FieldValue("closed") boolean closed,
      @Advice.FieldValue("suspended") boolean suspended,
      @Advice.FieldValue("coyoteResponse") org.apache.coyote.Response response) {
    if (!closed && !suspended && response.getRequest() != null) {
      PerennialBridge.event(PerennialBridge.RESPONSE_FINISHING, response.getRequest(), response);
    }
  }
}
