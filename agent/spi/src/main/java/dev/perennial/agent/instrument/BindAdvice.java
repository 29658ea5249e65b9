package dev.perennial.agent.instrument;

import java.io.FileDescriptor;
import java.net.InetAddress;
import net.bytebuddy.asm.Advice;

/** Woven into the JDK's {@code sun.nio.ch.Net.bind}. */
final class BindAdvice {
  private BindAdvice() {}

  /** Returns true if the socket is bound already; the method is then left out. */
  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static boolean enter(
      @Advice.Argument(1) FileDescriptor descriptor,
      @Advice.Argument(2) InetAddress address,
      @Advice.Argument(3) int port) {
    return PerennialBridge.bind(descriptor, address, port);
  }
}
