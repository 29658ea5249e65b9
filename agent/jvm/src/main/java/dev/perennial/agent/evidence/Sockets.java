package dev.perennial.agent.evidence;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who is at the other end of the sockets of this process, as the kernel tells. Linux only. */
final class Sockets {
  /** A table has one line, of 150 bytes, for each connection of the machine or container. */
  private static final int MOST_LINES = 200_000;

  /** As the kernel numbers them, from 1. */
  private static final List<String> STATES =
      List.of(
          "ESTABLISHED",
          "SYN_SENT",
          "SYN_RECV",
          "FIN_WAIT1",
          "FIN_WAIT2",
          "TIME_WAIT",
          "CLOSE",
          "CLOSE_WAIT",
          "LAST_ACK",
          "LISTEN",
          "CLOSING");

  private static final int LISTENS = 10;

  private Sockets() {}

  private record Line(String local, int localPort, String peer, int peerPort, int state) {}

  /**
   * Returns by inode what a socket is.
   *
   * @param folder of the tables, such as /proc/self/net
   * @param inodes of the process's own sockets
   */
  static Map<String, String> read(Path folder, Set<String> inodes) {
    Map<String, Line> lines = new HashMap<>();
    Map<String, String> kinds = new HashMap<>();
    if (inodes.isEmpty()) {
      return kinds;
    }
    Set<Integer> listening = new HashSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String text : own(folder.resolve(table), 9, inodes)) {
        String[] fields = text.strip().split("\\s+");
        Line line = line(fields);
        lines.put(fields[9], line);
        if (line.state() == LISTENS) {
          listening.add(line.localPort());
        }
      }
    }
    lines.forEach((inode, line) -> kinds.put(inode, kind(line, listening)));
    for (String table : List.of("udp", "udp6")) {
      for (String text : own(folder.resolve(table), 9, inodes)) {
        String[] fields = text.strip().split("\\s+");
        kinds.put(fields[9], "UDP socket at port " + line(fields).localPort());
      }
    }
    for (String text : own(folder.resolve("unix"), 6, inodes)) {
      String[] fields = text.strip().split("\\s+", 8);
      kinds.put(fields[6], fields.length < 8 ? "Unix socket, unnamed" : "Unix socket " + fields[7]);
    }
    return kinds;
  }

  private static List<String> own(Path table, int column, Set<String> inodes) {
    List<String> own = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.ISO_8859_1)) {
      String line = lines.readLine();
      for (int i = 0; line != null && i < MOST_LINES; i++) {
        String[] fields = line.strip().split("\\s+", column + 2);
        if (fields.length > column && inodes.contains(fields[column])) {
          own.add(line);
        }
        line = lines.readLine();
      }
    } catch (IOException e) {
      // There is no such table: what is known of the others is told.
      return own;
    }
    return own;
  }

  private static Line line(String[] fields) {
    return new Line(
        address(fields[1]),
        port(fields[1]),
        address(fields[2]),
        port(fields[2]),
        Integer.parseInt(fields[3], 16));
  }

  private static int port(String text) {
    return Integer.parseInt(text.substring(text.indexOf(':') + 1), 16);
  }

  /** Words of four bytes, each in the order of the machine, which is the little one. */
  static String address(String text) {
    String hex = text.substring(0, text.indexOf(':'));
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      int at = (i & ~3) + 3 - (i & 3);
      bytes[i] = (byte) Integer.parseInt(hex.substring(2 * at, 2 * at + 2), 16);
    }
    try {
      // An IPv4 address within IPv6 becomes one of IPv4.
      String written = InetAddress.getByAddress(bytes).getHostAddress();
      return written.contains(":") ? "[" + written + "]" : written;
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address: " + text, e);
    }
  }

  private static String kind(Line line, Set<Integer> listening) {
    if (line.state() == LISTENS) {
      return "socket listening at " + line.local() + ":" + line.localPort();
    }
    String state =
        line.state() >= 1 && line.state() <= STATES.size()
            ? STATES.get(line.state() - 1)
            : "state " + line.state();
    return listening.contains(line.localPort())
        ? "socket accepted at port " + line.localPort() + ", " + state
        : "socket to " + line.peer() + ":" + line.peerPort() + ", " + state;
  }
}
