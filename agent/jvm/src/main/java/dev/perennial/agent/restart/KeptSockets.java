package dev.perennial.agent.restart;

import com.sun.jna.Pointer;
import dev.perennial.agent.restart.Descriptors.ListeningSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The listening sockets that live on while the server stops and starts: the kernel goes on queueing
 * connections for them while nobody accepts. For a Unix domain socket that holds for as long as its
 * path is there: its owner is to leave that alone. Thread-safe.
 */
public final class KeptSockets implements AutoCloseable {
  private static final int SOCKADDR_IN_BYTES = 16;

  private static final long LOOK_MILLIS = 1;

  /**
   * Of the connections by which an application's threads are freed from accept: they alone come
   * through while it is about to refuse; see {@link java.net.StandardSocketOptions#IP_TOS}.
   */
  public static final int OWN_TRAFFIC_CLASS = SynFilter.OWN_TRAFFIC_CLASS;

  private final List<ListeningSocket> originals;
  private final List<ListeningSocket> copies;
  private final Set<ListenAddress> missing;
  private final IntUnaryOperator waiting;

  /** The idle socket that an application's descriptor was given. Guarded by "this". */
  private final Map<Integer, String> quieted = new HashMap<>();

  /** Guarded by "this". */
  private boolean refusing;

  /** Where the sockets that refuse were bound, by descriptor. Guarded by "this". */
  private final Map<Integer, SocketName> names = new HashMap<>();

  /** What a Unix domain socket that was opened again is, by descriptor. Guarded by "this". */
  private final Map<Integer, String> reopened = new HashMap<>();

  /** Something of the application that comes to rest. */
  @FunctionalInterface
  public interface Rest {
    /** Returns when it has. */
    void begin() throws InterruptedException;
  }

  private KeptSockets(
      List<ListeningSocket> originals,
      List<ListeningSocket> copies,
      Set<ListenAddress> missing,
      IntUnaryOperator waiting) {
    this.waiting = waiting;
    this.originals = List.copyOf(originals);
    this.copies = List.copyOf(copies);
    this.missing = Set.copyOf(missing);
  }

  /** Returns the sockets of a restart that keeps none. */
  static KeptSockets none(Set<ListenAddress> missing) {
    // Native code may not be there to ask.
    return new KeptSockets(List.of(), List.of(), missing, fd -> -1);
  }

  static KeptSockets keep(
      Set<ListenAddress> addresses, Descriptors descriptors, DescriptorReserve reserve)
      throws IOException {
    reserve.release();
    List<ListeningSocket> originals = new ArrayList<>();
    List<ListeningSocket> copies = new ArrayList<>();
    Set<String> copied = new HashSet<>();
    List<ListeningSocket> all = descriptors.listening();
    // In the order of the addresses: of several with ports that the kernel chose, the next life
    // takes them in the order in which it binds.
    for (ListenAddress address : addresses) {
      for (ListeningSocket socket : all) {
        if (socket.address().matches(address)) {
          originals.add(socket);
          if (copied.add(socket.identity())) {
            copies.add(copy(socket, address, reserve));
          }
        }
      }
    }
    Set<ListenAddress> missing =
        addresses.stream()
            .filter(a -> originals.stream().noneMatch(s -> s.address().matches(a)))
            .collect(Collectors.toSet());
    return new KeptSockets(originals, copies, missing, descriptors::waiting);
  }

  private static ListeningSocket copy(
      ListeningSocket socket, ListenAddress as, DescriptorReserve reserve) throws IOException {
    int copy = reserve.take();
    if (copy < 0 || Libc.dup2(socket.fd(), copy) < 0) {
      throw new IOException(
          "the socket at " + socket.address() + " cannot be kept (errno " + Libc.errno() + ")");
    }
    ProcessImage.closeOnExec(copy, true);
    // Nobody accepts for a second or more: a usual backlog of 100 would overflow.
    Libc.listen(copy, largestBacklog());
    return new ListeningSocket(copy, as, socket.identity());
  }

  /** Returns where the kept sockets listen. */
  public Set<ListenAddress> addresses() {
    return copies.stream().map(ListeningSocket::address).collect(Collectors.toUnmodifiableSet());
  }

  /** Returns where a socket was to be kept and none was found. */
  public Set<ListenAddress> missing() {
    return missing;
  }

  /**
   * Gives the application's descriptors a socket that nobody connects to, and so ends the accepting
   * without the application's knowledge: connections wait in the kernel for the next life instead
   * of being accepted and dropped by a server about to stop. A thread that waits in accept takes
   * one connection more, at any time: a connector that has such threads is to be at rest before.
   *
   * @throws IOException if that cannot be had; then all is as before
   */
  public synchronized void quiet() throws IOException {
    for (ListeningSocket original : originals) {
      int idle = idleSocket();
      try {
        // The application may have closed its own by now, and the number be another file's.
        if (original.identity().equals(Descriptors.identity(original.fd()))) {
          Libc.fcntl(idle, Libc.F_SETFL, Libc.fcntl(original.fd(), Libc.F_GETFL, 0));
          Libc.dup2(idle, original.fd());
          quieted.put(original.fd(), String.valueOf(Descriptors.identity(idle)));
        }
      } finally {
        Libc.close(idle);
      }
    }
  }

  /**
   * Has the kernel refuse whoever connects from now on, so that a balancer goes elsewhere at once;
   * the next life keeps nothing. Closing the sockets would reset the connections that wait to be
   * accepted, of which a balancer may not try the requests again: so first nobody begins one any
   * more, without an answer, and the application accepts those that wait. A handshake in progress
   * is one of these: its client may be connected already, for all it knows. An application's thread
   * that still waits in accept gets an error once.
   *
   * @param limit for the application to accept them
   * @param rest brings the application's threads out of accept, once they are accepted
   * @return how many it has not accepted, and are reset
   * @throws IOException if an idle socket cannot be had; then all is as before
   */
  public synchronized int refuse(Duration limit, Rest rest)
      throws IOException, InterruptedException {
    copies.stream().filter(KeptSockets::isTcp).forEach(copy -> SynFilter.attach(copy.fd()));
    long deadline = System.nanoTime() + limit.toNanos();
    int waiting;
    do {
      // Also before the first look: what had just passed where the filter is now is seen by then.
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      waiting = waiting();
    } while (waiting > 0 && System.nanoTime() - deadline < 0);
    boolean done = false;
    try {
      rest.begin();
      quiet();
      done = true;
    } finally {
      if (!done) {
        copies.forEach(copy -> SynFilter.detach(copy.fd()));
      }
    }
    refusing = true;
    copies.forEach(copy -> names.put(copy.fd(), SocketName.of(copy.fd())));
    // A thread in accept holds its socket open: closing all descriptors would not end it.
    copies.forEach(copy -> Libc.shutdown(copy.fd(), Libc.SHUT_RD));
    return waiting;
  }

  /** In this order: a handshake that is over since the first look is in a queue at the second. */
  private int waiting() {
    int handshakes = Handshakes.unfinished(ports());
    return handshakes
        + copies.stream().mapToInt(copy -> Math.max(0, waiting.applyAsInt(copy.fd()))).sum();
  }

  private Set<Integer> ports() {
    return copies.stream()
        .map(ListeningSocket::address)
        .filter(TcpAddress.class::isInstance)
        .map(address -> ((TcpAddress) address).port())
        .collect(Collectors.toSet());
  }

  private static boolean isTcp(ListeningSocket socket) {
    return socket.address() instanceof TcpAddress;
  }

  /** Undoes {@link #quiet} and {@link #refuse}. */
  public synchronized void resume() {
    if (refusing) {
      refusing = false;
      for (ListeningSocket copy : copies) {
        if (isTcp(copy)) {
          names.get(copy.fd()).bind(copy.fd());
          Libc.listen(copy.fd(), largestBacklog());
          SynFilter.detach(copy.fd());
        } else {
          reopen(copy);
        }
      }
    }
    for (ListeningSocket original : originals) {
      String idle = quieted.remove(original.fd());
      if (idle == null || !idle.equals(Descriptors.identity(original.fd()))) {
        continue;
      }
      for (ListeningSocket copy : copies) {
        if (copy.identity().equals(original.identity())) {
          Libc.dup2(copy.fd(), original.fd());
        }
      }
    }
  }

  /** A Unix domain socket that was shut down stays so: another one takes its place. */
  private void reopen(ListeningSocket copy) {
    SocketName name = names.get(copy.fd());
    Libc.unlink(name.path());
    int fresh = Libc.socket(Libc.AF_UNIX, Libc.SOCK_STREAM, 0);
    name.bind(fresh);
    Libc.listen(fresh, largestBacklog());
    Libc.dup2(fresh, copy.fd());
    Libc.close(fresh);
    reopened.put(copy.fd(), String.valueOf(Descriptors.identity(copy.fd())));
    ProcessImage.closeOnExec(copy.fd(), true);
  }

  /** Gives up keeping them; the application's own descriptors are as they were. */
  @Override
  public synchronized void close() {
    resume();
    for (ListeningSocket copy : copies) {
      String identity = reopened.getOrDefault(copy.fd(), copy.identity());
      if (identity.equals(Descriptors.identity(copy.fd()))) {
        Libc.close(copy.fd());
      }
    }
  }

  synchronized int[] kept() {
    return refusing ? new int[0] : copies.stream().mapToInt(ListeningSocket::fd).toArray();
  }

  /** Returns the paths of those that are Unix domain sockets. */
  synchronized List<String> paths() {
    return (refusing ? Stream.<ListeningSocket>empty() : copies.stream())
        .map(ListeningSocket::address)
        .filter(UnixAddress.class::isInstance)
        .map(address -> ((UnixAddress) address).path())
        .toList();
  }

  /** Returns "pid;fd:host:port,fd:unix:path,...", what the next life is told. */
  synchronized String description(int pid) {
    return (refusing ? Stream.<ListeningSocket>empty() : copies.stream())
        .map(c -> c.fd() + ":" + c.address().text())
        .collect(Collectors.joining(",", pid + ";", ""));
  }

  private static int idleSocket() throws IOException {
    int idle = Libc.socket(Libc.AF_INET, Libc.SOCK_STREAM, 0);
    Pointer loopback = Libc.allocate(SOCKADDR_IN_BYTES);
    loopback.setShort(0, (short) Libc.AF_INET);
    loopback.write(4, new byte[] {127, 0, 0, 1}, 0, 4);
    if (idle < 0
        || Libc.bind(idle, loopback, SOCKADDR_IN_BYTES) != 0
        || Libc.listen(idle, 1) != 0) {
      int error = Libc.errno();
      Libc.close(idle);
      throw new IOException("no idle socket can be had (errno " + error + ")");
    }
    return idle;
  }

  private static int largestBacklog() {
    try {
      return Integer.parseInt(
          Files.readString(Path.of("/proc/sys/net/core/somaxconn"), StandardCharsets.US_ASCII)
              .strip());
    } catch (IOException | NumberFormatException e) {
      // Hidden in some containers; the kernel cuts what is too much.
      return 4096;
    }
  }
}
