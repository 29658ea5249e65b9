package dev.perennial.agent.restart;

import dev.perennial.agent.restart.Descriptors.ListeningSocket;
import java.io.FileDescriptor;
import java.lang.instrument.Instrumentation;
import java.net.InetAddress;
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
    int first = entry.indexOf(':');
    int last = entry.lastIndexOf(':');
    if (first < 0 || first == last) {
      return null;
    }
    try {
      return new Inherited(
          Integer.parseInt(entry.substring(0, first)),
          ListenAddress.of(
              entry.substring(first + 1, last), Integer.parseInt(entry.substring(last + 1))));
    } catch (IllegalArgumentException e) {
      // Not written by us: as if it were not there, the application then binds by itself.
      return null;
    }
  }

  /** Tells whether there are none, so that no bind need be watched. */
  public synchronized boolean isEmpty() {
    return sockets.isEmpty();
  }

  /** Takes the three arguments of {@link #bind} in an array, for the bridge. */
  @Override
  public boolean test(Object[] call) {
    return bind((FileDescriptor) call[0], (InetAddress) call[1], (Integer) call[2]);
  }

  /**
   * Puts the inherited socket for this address in the place of the application's new one.
   *
   * @param descriptor the new socket, not bound yet
   * @param address as given to the JDK's bind
   * @return true if the descriptor is now bound, and listens; false if it is to be bound as usual
   */
  public synchronized boolean bind(FileDescriptor descriptor, InetAddress address, int port) {
    if (port < 1 || sockets.stream().noneMatch(s -> s.address.port() == port)) {
      return false;
    }
    try {
      verify();
      return claim(descriptor, new ListenAddress(address, port));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      // The address is still in use by our copies: let them go, and the bind go its usual way.
      closeUnclaimed();
      return false;
    }
  }

  private boolean claim(FileDescriptor descriptor, ListenAddress wanted) {
    int fd = internals().number(descriptor);
    Descriptors open = descriptors();
    int family = open.family(fd);
    for (Inherited candidate : sockets) {
      if (candidate.address.matches(wanted)
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
   * has claimed is refused from now on, as its address is no longer served. To be called once the
   * application is up, or after {@link RestartSettings#unclaimedLimit}.
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
