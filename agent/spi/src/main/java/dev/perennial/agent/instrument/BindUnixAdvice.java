package dev.perennial.agent.instrument;

import java.io.FileDescriptor;
import java.nio.file.Path;
import net.bytebuddy.asm.Advice;

/** Woven into the JDK's {@code sun.nio.ch.UnixDomainSockets.bind}. */
final class BindUnixAdvice {
  private BindUnixAdvice() {}

  /** Returns true if the socket is bound already; the method is then left out. */
  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
  static boolean enter(
      @Advice.Argument(0) FileDescriptor descriptor, @Advice.Argument(1) Path path) {
    return PerennialBridge.bindUnix(descriptor, path);
  }
}
