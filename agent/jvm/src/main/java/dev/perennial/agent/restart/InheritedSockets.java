package dev.perennial.agent.restart;

import dev.perennial.agent.restart.Descriptors.ListeningSocket;
import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The listening sockets that this JVM has from its life before, and what gives them to the
 * application when it binds. Costs nothing until a bind asks for one of their ports: only then is
 * native code loaded. Thread-safe.
 */
public final class InheritedSockets implements Predicate<Object[]> {
  private final Instrumentation instrumentation;

  /** Guarded by "this", as all that follows. */
  private final List<Inherited> sockets;

  private boolean verified;
  private @Nullable JdkInternals internals;
  private @Nullable Descriptors descriptors;

  /** One of them, and the application's descriptor that it was given to, or -1. */
  private static final class Inherited {
    final int fd;
    final ListenAddress address;
    @Nullable ListeningSocket socket;
    int claimedBy = -1;

    Inherited(int fd, ListenAddress address) {
      this.fd = fd;
      this.address = address;
    }
  }

  private InheritedSockets(Instrumentation instrumentation, List<Inherited> sockets) {
    this.instrumentation = instrumentation;
    this.sockets = sockets;
  }

  /**
   * Reads what the life before has left.
   *
   * @param environment of this process
   * @param pid of this process: a child has the same environment, but not the sockets
   */
  public static InheritedSockets of(
      Map<String, String> environment, long pid, Instrumentation instrumentation) {
    String text = environment.getOrDefault(Environment.INHERITED_SOCKETS, "");
    List<Inherited> sockets = new ArrayList<>();
    if (text.startsWith(pid + ";")) {
      for (String entry : text.substring(text.indexOf(';') + 1).split(",")) {
        Inherited socket = parse(entry);
        if (socket != null) {
          sockets.add(socket);
        }
      }
    }
    return new InheritedSockets(instrumentation, sockets);
  }

  private static @Nullable Inherited parse(String entry) {
    int colon = entry.indexOf(':');
    ListenAddress address = colon < 0 ? null : ListenAddress.parse(entry.substring(colon + 1));
    try {
      return address == null
          ? null
          : new Inherited(Integer.parseInt(entry.substring(0, colon)), address);
    } catch (NumberFormatException e) {
      // Not written by us, as in ListenAddress.parse.
      return null;
    }
  }

  /** Tells whether there are none, so that no bind need be watched. */
  public synchronized boolean isEmpty() {
    return sockets.isEmpty();
  }

  /** Returns how many of them the application was given so far. */
  public synchronized int claimed() {
    return (int) sockets.stream().filter(s -> s.claimedBy >= 0).count();
  }

  /** Takes the arguments of one of the two {@code bind} in an array, for the bridge. */
  @Override
  public boolean test(Object[] call) {
    FileDescriptor descriptor = (FileDescriptor) call[0];
    return call.length == 2
        ? bind(descriptor, (Path) call[1])
        : bind(descriptor, (InetAddress) call[1], (Integer) call[2]);
  }

  /**
   * Puts the inherited socket for this address in the place of the application's new one.
   *
   * @param descriptor the new socket, not bound yet
   * @param address as given to the JDK's bind
   * @param port 0 for one that the kernel is to choose: then it is the one that it chose for the
   *     same caller in the life before
   * @return true if the descriptor is now bound, and listens; false if it is to be bound as usual
   */
  public synchronized boolean bind(FileDescriptor descriptor, InetAddress address, int port) {
    if (port == 0) {
      return hasChosen(address) && claimOrLetGo(descriptor, it -> isChosenNow(it, address));
    }
    if (port < 1 || sockets.stream().noneMatch(s -> isAt(s.address, port))) {
      return false;
    }
    TcpAddress wanted = new TcpAddress(address, port);
    return claimOrLetGo(descriptor, it -> it.matches(wanted));
  }

  /** As {@link #bind(FileDescriptor, InetAddress, int)}, of a Unix domain socket. */
  public synchronized boolean bind(FileDescriptor descriptor, Path path) {
    UnixAddress wanted = new UnixAddress(path.toString());
    if (sockets.stream().noneMatch(s -> s.address.matches(wanted))) {
      return false;
    }
    boolean claimed = claimOrLetGo(descriptor, it -> it.matches(wanted));
    if (!claimed && isUnclaimed(wanted)) {
      // Its path was left in place for this; with it there, the usual bind fails.
      deleteQuietly(path);
    }
    return claimed;
  }

  private boolean isUnclaimed(UnixAddress wanted) {
    return sockets.stream().noneMatch(s -> s.address.matches(wanted) && isClaimed(s));
  }

  private static void deleteQuietly(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // The bind that follows says what is wrong with it.
      return;
    }
  }

  private static boolean isAt(ListenAddress address, int port) {
    return address instanceof TcpAddress tcp && tcp.port() == port;
  }

  private boolean hasChosen(InetAddress wanted) {
    return sockets.stream()
        .anyMatch(s -> s.address instanceof TcpAddress t && t.isChosenAt(wanted));
  }

  /** A client's socket, or another library's, is bound to port 0 as well: the caller tells. */
  private static boolean isChosenNow(ListenAddress address, InetAddress wanted) {
    return address instanceof TcpAddress tcp
        && tcp.isChosenAt(wanted)
        && StackWalker.getInstance()
            .walk(frames -> frames.anyMatch(f -> f.getClassName().equals(tcp.binder())));
  }

  private boolean claimOrLetGo(FileDescriptor descriptor, Predicate<ListenAddress> wanted) {
    try {
      verify();
      return claim(descriptor, wanted);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      // The address is still in use by our copies: let them go, and the bind go its usual way.
      closeUnclaimed();
      return false;
    }
  }

  private boolean claim(FileDescriptor descriptor, Predicate<ListenAddress> wanted) {
    int fd = internals().number(descriptor);
    Descriptors open = descriptors();
    int family = open.family(fd);
    for (Inherited candidate : sockets) {
      if (wanted.test(candidate.address)
          && candidate.socket != null
          && open.family(candidate.fd) == family
          && !isClaimed(candidate)) {
        // Blocking or not belongs to the socket that goes.
        int flags = Libc.fcntl(fd, Libc.F_GETFL, 0);
        if (Libc.dup2(candidate.fd, fd) != fd) {
          return false;
        }
        Libc.fcntl(fd, Libc.F_SETFL, flags);
        ProcessImage.closeOnExec(fd, true);
        candidate.claimedBy = fd;
        return true;
      }
    }
    return false;
  }

  /** Some look whether a port is free by binding it and closing: then it can be had again. */
  private static boolean isClaimed(Inherited candidate) {
    return candidate.claimedBy >= 0
        && candidate.socket != null
        && candidate.socket.identity().equals(Descriptors.identity(candidate.claimedBy));
  }

  /** Believes the environment only where it finds listening sockets at those addresses. */
  private void verify() throws ReflectiveOperationException {
    if (verified) {
      return;
    }
    verified = true;
    Environment.forget();
    internals = new JdkInternals(instrumentation);
    descriptors = new Descriptors();
    for (Inherited candidate : sockets) {
      ListeningSocket found = descriptors.listening(candidate.fd);
      if (found != null && found.address().matches(candidate.address)) {
        candidate.socket = found;
        ProcessImage.closeOnExec(candidate.fd, true);
      }
    }
  }

  /**
   * Closes this class's descriptors of the sockets: the application's own live on, and what nobody
   * has claimed is refused from now on, as its address is no longer served; who waits there is
   * reset. To be called once the application is up, or after {@link
   * RestartSettings#unclaimedLimit}.
   *
   * @return what nobody has claimed
   */
  public synchronized List<ListenAddress> closeUnclaimed() {
    List<ListenAddress> unclaimed = new ArrayList<>();
    try {
      if (!sockets.isEmpty()) {
        verify();
      }
      for (Inherited candidate : sockets) {
        if (candidate.socket == null) {
          continue;
        }
        if (!isClaimed(candidate)) {
          unclaimed.add(candidate.address);
        }
        if (candidate.socket.identity().equals(Descriptors.identity(candidate.fd))) {
          Libc.close(candidate.fd);
        }
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      // Without native code nothing can be closed: the sockets stay, and nobody answers there.
      sockets.forEach(s -> unclaimed.add(s.address));
    }
    sockets.clear();
    return List.copyOf(unclaimed);
  }

  private JdkInternals internals() {
    if (internals == null) {
      throw new IllegalStateException("not verified");
    }
    return internals;
  }

  private Descriptors descriptors() {
    if (descriptors == null) {
      throw new IllegalStateException("not verified");
    }
    return descriptors;
  }
}
