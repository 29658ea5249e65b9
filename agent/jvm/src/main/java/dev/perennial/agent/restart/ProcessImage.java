package dev.perennial.agent.restart;

import com.sun.jna.Pointer;
import java.io.File;
import java.util.List;

/**
 * The program that takes this process over, with everything it is given in native memory already:
 * when it comes to it, no class is loaded and hardly anything allocated. Immutable.
 */
final class ProcessImage {
  /** Larger than the kernel's set of signals; all zero, no signal is blocked. */
  private static final Pointer NO_SIGNALS = Libc.allocate(128);

  private final Pointer program;
  private final Pointer arguments;
  private final Pointer environment;

  ProcessImage(String program, CommandLine arguments, CommandLine environment) {
    this.program = NativeStrings.string(program);
    this.arguments = NativeStrings.array(arguments.strings());
    this.environment = NativeStrings.array(environment.strings());
  }

  /**
   * Becomes the program; threads, memory and all descriptors but the standard ones and those kept
   * are gone. Returns only if that failed.
   *
   * @return the kernel's error number
   */
  int replace(int[] kept) {
    // A thread of the JVM has signals blocked, and what is blocked stays so over exec.
    return replace(Libc.SIG_SETMASK, 3, -1, kept);
  }

  /** Makes the same calls once with nothing in them, so that all they need is loaded. */
  static void rehearse() {
    int none = Integer.MAX_VALUE;
    int error =
        new ProcessImage("", new CommandLine(List.of()), new CommandLine(List.of()))
            .replace(Libc.SIG_BLOCK, none, none, new int[] {-1});
    closeOnExec(-1, true);
    if (error == 0) {
      throw new IllegalStateException("execve of nothing gave no error");
    }
  }

  private int replace(int how, int first, int last, int[] kept) {
    Libc.pthread_sigmask(how, NO_SIGNALS, null);
    int marked = Libc.syscall(Libc.SYS_CLOSE_RANGE, first, last, Libc.CLOSE_RANGE_CLOEXEC);
    if (marked != 0 && first == 3) {
      closeAllOnExec();
    }
    for (int fd : kept) {
      closeOnExec(fd, false);
    }
    Libc.execve(program, arguments, environment);
    return Libc.errno();
  }

  /** For kernels before 5.11. */
  static void closeAllOnExec() {
    String[] names = new File("/proc/self/fd").list();
    if (names == null) {
      return;
    }
    for (String name : names) {
      int fd = Integer.parseInt(name);
      if (fd > 2) {
        closeOnExec(fd, true);
      }
    }
  }

  static void closeOnExec(int fd, boolean close) {
    Libc.fcntl(fd, Libc.F_SETFD, close ? Libc.FD_CLOEXEC : 0);
  }
}
