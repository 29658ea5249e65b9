package dev.perennial.agent.restart;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The C library of this process. Mapped directly: a call allocates nothing, and needs no class that
 * is not loaded yet. Constants are those of Linux on the architectures that {@link Platform} lets
 * pass.
 */
final class Libc {
  static final int SOL_SOCKET = 1;
  static final int SO_ACCEPTCONN = 30;
  static final int SO_ATTACH_FILTER = 26;
  static final int SO_DETACH_FILTER = 27;
  static final int IPPROTO_TCP = 6;
  static final int TCP_INFO = 11;
  static final int SHUT_RD = 0;
  static final int POLLIN = 1;
  static final int F_SETFD = 2;
  static final int F_GETFL = 3;
  static final int F_SETFL = 4;
  static final int FD_CLOEXEC = 1;
  static final int O_RDWR = 2;
  static final int SIG_BLOCK = 0;
  static final int SIG_SETMASK = 2;
  static final int SYS_CLOSE_RANGE = 436;
  static final int CLOSE_RANGE_CLOEXEC = 4;
  static final int AF_UNIX = 1;
  static final int WNOHANG = 1;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOCK_STREAM = 1;

  static {
    // Not by the name "c": some systems have no file of that name, but all have it in the process.
    Native.register(Libc.class, NativeLibrary.getProcess());
  }

  private Libc() {}

  static native int getpid();

  static native int open(Pointer path, int flags);

  static native int close(int fd);

  static native int dup(int fd);

  static native int dup2(int from, int to);

  static native int fcntl(int fd, int command, int argument);

  static native int getsockopt(int fd, int level, int option, Pointer value, Pointer length);

  static native int setsockopt(int fd, int level, int option, Pointer value, int length);

  /** The number of descriptors is a long in C, in a register of its own. */
  static native int poll(Pointer descriptors, long count, int millis);

  static native int unlink(Pointer path);

  static native int shutdown(int fd, int how);

  static native int getsockname(int fd, Pointer address, Pointer length);

  static native int socket(int family, int type, int protocol);

  static native int bind(int fd, Pointer address, int length);

  static native int listen(int fd, int backlog);

  /** Only for {@link #SYS_CLOSE_RANGE}: the C library has that call by name since 2.34 only. */
  static native int syscall(long number, int first, int last, int flags);

  static native int pthread_sigmask(int how, Pointer set, Pointer old);

  static native int waitpid(int pid, Pointer status, int options);

  /** Returns null if there is no such variable; what it points to is the environment itself. */
  static native @Nullable Pointer getenv(Pointer name);

  /** Not while another thread may set variables: the C library knows no lock for readers. */
  static native int unsetenv(Pointer name);

  static native int execve(Pointer path, Pointer arguments, Pointer environment);

  /** Allocates native memory that is never freed, set to zero. Unlike Memory, needs no thread. */
  static Pointer allocate(int bytes) {
    Pointer block = new Pointer(Native.malloc(bytes));
    block.clear(bytes);
    return block;
  }

  /** Returns the error number of this thread's last call. */
  static int errno() {
    return Native.getLastError();
  }
}
