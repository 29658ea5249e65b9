package dev.perennial.agent.tomcat.advice;

import net.bytebuddy.asm.Advice;

/**
 * Woven into {@code shutDownGracefully} and {@code stop} of Spring Boot's {@code TomcatWebServer}:
 * the first closes the connectors one by one, the second takes them out of their service, each long
 * before Tomcat itself is told to stop.
 */
final class WebServerStoppingAdvice {
  private WebServerStoppingAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.FieldValue("tomcat") Object tomcat) {
    PerennialBridge.event(PerennialBridge.CONTAINER_STOPPING, tomcat, null);
  }
}
