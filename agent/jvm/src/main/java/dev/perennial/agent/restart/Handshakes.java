package dev.perennial.agent.restart;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The connections that the kernel has answered, and whose client has not confirmed that yet. */
final class Handshakes {
  /** A connection to a socket for both IP versions is in the second one. */
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private static final String SYN_RECEIVED = "03";

  private Handshakes() {}

  /** Returns how many there are at the local ports; 0 if the kernel does not tell. */
  static int unfinished(Set<Integer> ports) {
    int count = 0;
    for (Path table : TABLES) {
      try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.US_ASCII)) {
        count += (int) lines.lines().skip(1).filter(line -> isUnfinished(line, ports)).count();
      } catch (IOException | RuntimeException e) {
        // No such IP version, hidden, or in another form: then only what is finished is waited for.
      }
    }
    return count;
  }

  /** A line is as "12: 0100007F:1F90 0100007F:C3A6 03 ..." in hexadecimal. */
  private static boolean isUnfinished(String line, Set<Integer> ports) {
    String[] fields = line.strip().split(" +", 5);
    String local = fields[1];
    return fields[3].equals(SYN_RECEIVED)
        && ports.contains(Integer.parseInt(local.substring(local.indexOf(':') + 1), 16));
  }
}
