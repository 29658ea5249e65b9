package dev.perennial.testing.consistency;

import java.util.List;
import java.util.function.IntSupplier;

/** Where the requests of one client go: to ports of loopback. Used by one thread. */
public interface Route {
  /** Returns the port for the next request. */
  int next();

  /**
   * Is told that a port has refused the connection, so that nothing was sent.
   *
   * @return whether the client is to try again, at the next port
   */
  default boolean goesOnAfterRefusal() {
    return false;
  }

  /** Returns one to whichever port is said. */
  static Route to(IntSupplier port) {
    return port::getAsInt;
  }

  /** Returns one to each of some ports in turn. */
  static Route around(List<Integer> ports) {
    return new Route() {
      private int count;

      @Override
      public int next() {
        return ports.get(count++ % ports.size());
      }
    };
  }

  /** Returns one to the first port until it refuses a connection, and to the second from then. */
  static Route leaving(int first, int second) {
    return new Route() {
      private int port = first;

      @Override
      public int next() {
        return port;
      }

      @Override
      public boolean goesOnAfterRefusal() {
        boolean moves = port != second;
        port = second;
        return moves;
      }
    };
  }
}
