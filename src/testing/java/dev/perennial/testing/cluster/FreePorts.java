package dev.perennial.testing.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Gives out ports of loopback. Thread-safe. */
public final class FreePorts {
  private static final int FIRST = 10_240;
  private static final int END = 32_768;
  private static final Set<Integer> GIVEN_OUT = ConcurrentHashMap.newKeySet();

  private FreePorts() {}

  /**
   * Returns a port that nobody listens on, and that is not given out twice by this process. It is
   * below those that the system takes for outgoing connections, or one of them could have it when
   * the server comes to bind it.
   */
  public static int next() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        if (GIVEN_OUT.add(port)) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        // Somebody has it: another one then.
      }
    }
  }
}
