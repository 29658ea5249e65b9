package dev.perennial.agent.tomcat.advice;

import net.bytebuddy.asm.Advice;

/**
 * Woven into {@code StandardServer.stopInternal}, {@code StandardService.stopInternal} and {@code
 * Connector.pause}.
 */
final class ContainerStoppingAdvice {
  private ContainerStoppingAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.This Object container) {
    PerennialBridge.event(PerennialBridge.CONTAINER_STOPPING, container, null);
  }
}
