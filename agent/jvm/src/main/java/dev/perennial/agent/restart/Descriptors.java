package dev.perennial.agent.restart;

import com.sun.jna.Pointer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this process has open. Thread-safe. */
final class Descriptors {
  private static final int ADDRESS_BYTES = 128;

  /** In struct sockaddr_un. */
  private static final int PATH_OFFSET = 2;

  /** In struct tcp_info; of a listening socket, it is the length of its queue. */
  private static final int TCP_INFO_UNACKED = 24;

  /** In struct tcp_info, and of what is no connection (any more). */
  private static final int TCP_INFO_STATE = 0;

  private static final int TCP_CLOSE = 7;

  private final Pointer address = Libc.allocate(ADDRESS_BYTES);
  private final Pointer length = Libc.allocate(8);
  private final Pointer value = Libc.allocate(8);

  /** Returns the numbers of the open descriptors, also the one that reading the list needs. */
  int[] open() throws IOException {
    String[] names = new File("/proc/self/fd").list();
    if (names == null) {
      throw new IOException("/proc/self/fd cannot be read");
    }
    int[] numbers = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      numbers[i] = Integer.parseInt(names[i]);
    }
    return numbers;
  }

  /** Returns the sockets that listen. */
  synchronized List<ListeningSocket> listening() throws IOException {
    List<ListeningSocket> sockets = new ArrayList<>();
    for (int fd : open()) {
      ListeningSocket socket = fd <= 2 || !isListening(fd) ? null : socket(fd);
      if (socket != null) {
        sockets.add(socket);
      }
    }
    return sockets;
  }

  /**
   * Returns how many connections this process has accepted at one of the addresses. A socket that
   * listened and refuses now is none, and no more is a connection that its client has reset.
   */
  synchronized int connections(Collection<ListenAddress> addresses) throws IOException {
    int count = 0;
    for (int fd : open()) {
      ListenAddress at = fd <= 2 ? null : localAddress(fd);
      if (at != null
          && !isListening(fd)
          && !isClosed(fd)
          && addresses.stream().anyMatch(a -> a.covers(at))) {
        count++;
      }
    }
    return count;
  }

  /** Returns a listening socket, or null if it is none. */
  synchronized @Nullable ListeningSocket listening(int fd) {
    return isListening(fd) ? socket(fd) : null;
  }

  private @Nullable ListeningSocket socket(int fd) {
    ListenAddress at = localAddress(fd);
    String identity = identity(fd);
    return at == null || identity == null ? null : new ListeningSocket(fd, at, identity);
  }

  synchronized boolean isListening(int fd) {
    length.setInt(0, 4);
    value.setInt(0, 0);
    return Libc.getsockopt(fd, Libc.SOL_SOCKET, Libc.SO_ACCEPTCONN, value, length) == 0
        && value.getInt(0) == 1;
  }

  private boolean isClosed(int fd) {
    length.setInt(0, ADDRESS_BYTES);
    return Libc.getsockopt(fd, Libc.IPPROTO_TCP, Libc.TCP_INFO, address, length) == 0
        && address.getByte(TCP_INFO_STATE) == TCP_CLOSE;
  }

  /**
   * Returns how many connections wait at a listening socket to be accepted, at a Unix domain socket
   * at most 1; -1 if not known.
   */
  synchronized int waiting(int fd) {
    if (family(fd) == Libc.AF_UNIX) {
      value.setInt(0, fd);
      value.setInt(4, Libc.POLLIN);
      return Libc.poll(value, 1, 0);
    }
    length.setInt(0, ADDRESS_BYTES);
    return Libc.getsockopt(fd, Libc.IPPROTO_TCP, Libc.TCP_INFO, address, length) == 0
        ? address.getInt(TCP_INFO_UNACKED)
        : -1;
  }

  /** Returns AF_INET or the like, or -1. */
  synchronized int family(int fd) {
    length.setInt(0, ADDRESS_BYTES);
    return Libc.getsockname(fd, address, length) == 0 ? address.getShort(0) : -1;
  }

  private @Nullable ListenAddress localAddress(int fd) {
    int family = family(fd);
    if (family == Libc.AF_UNIX) {
      return unixAddress();
    }
    if (family != Libc.AF_INET && family != Libc.AF_INET6) {
      return null;
    }
    int port = (address.getByte(2) & 0xff) << 8 | (address.getByte(3) & 0xff);
    byte[] ip = family == Libc.AF_INET ? address.getByteArray(4, 4) : address.getByteArray(8, 16);
    try {
      return port == 0 ? null : new TcpAddress(InetAddress.getByAddress(ip), port);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes are always an address", e);
    }
  }

  /** Of what {@link #family} has just read; one without a path has no address. */
  private @Nullable ListenAddress unixAddress() {
    int bytes = Math.min(length.getInt(0), ADDRESS_BYTES) - PATH_OFFSET;
    int end = 0;
    while (end < bytes && address.getByte(PATH_OFFSET + end) != 0) {
      end++;
    }
    return end == 0
        ? null
        : new UnixAddress(
            CommandLine.text(
                new String(address.getByteArray(PATH_OFFSET, end), StandardCharsets.ISO_8859_1)));
  }

  /** Returns what a descriptor refers to, as "socket:[123]", or null if it is not open. */
  static @Nullable String identity(int fd) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
    } catch (IOException e) {
      // Closed by now: that is the answer.
      return null;
    }
  }

  /** A listening socket: its descriptor, where, and what tells it from every other one. */
  record ListeningSocket(int fd, ListenAddress address, String identity) {}
}
