package dev.perennial.agent.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whose processes listen at a port of this machine, as the kernel tells it to everybody. */
final class PortHolder {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private static final String LISTENS = "0A";

  private PortHolder() {}

  /** Returns the user's number in words, or more than one; empty if the kernel does not tell. */
  static String of(int port) {
    Set<Integer> users = new TreeSet<>();
    for (Path table : TABLES) {
      try {
        users.addAll(users(Files.readAllLines(table, StandardCharsets.US_ASCII), port));
      } catch (IOException | RuntimeException e) {
        // No such IP version, hidden, or in another form: then it is not said.
      }
    }
    return users.isEmpty()
        ? ""
        : "user " + users.stream().map(String::valueOf).collect(Collectors.joining(" and user "));
  }

  /**
   * Returns the users of what listens at a port.
   *
   * @param table as " 0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 1001
   *     ..." in hexadecimal but for the user, after a line of titles
   */
  static Set<Integer> users(List<String> table, int port) {
    Set<Integer> users = new TreeSet<>();
    for (String line : table.subList(Math.min(1, table.size()), table.size())) {
      String[] fields = line.strip().split(" +", 9);
      String local = fields[1];
      if (fields[3].equals(LISTENS)
          && Integer.parseInt(local.substring(local.indexOf(':') + 1), 16) == port) {
        users.add(Integer.valueOf(fields[7]));
      }
    }
    return users;
  }
}
