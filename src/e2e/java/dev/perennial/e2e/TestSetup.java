package dev.perennial.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** What the build tells the tests. */
final class TestSetup {
  private static final int FIRST_PORT = 10_240;
  private static final int END_OF_PORTS = 32_768;
  private static final Set<Integer> GIVEN_OUT = ConcurrentHashMap.newKeySet();

  private TestSetup() {}

  static Path agentJar() {
    return Path.of(property("e2e.agent")).normalize();
  }

  /** Returns the jar that an application may bring to tell the agent of its parts. */
  static Path apiJar() {
    return Path.of(property("e2e.api")).normalize();
  }

  /** Returns a jar that the build has put beside the tests, by the beginning of its name. */
  static Path library(String prefix) {
    try (Stream<Path> jars = Files.list(Path.of(property("e2e.libraries")))) {
      return jars.filter(p -> p.getFileName().toString().startsWith(prefix))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path java() {
    return Path.of(property("e2e.java.home"), "bin", "java");
  }

  static Path work() {
    return Path.of(property("e2e.work"));
  }

  /** Returns the unpacked distribution of a Tomcat by its major version. */
  static Path tomcat(String major) {
    try (Stream<Path> found = Files.list(Path.of(property("e2e.tomcats"), major))) {
      return found.filter(Files::isDirectory).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns a port on loopback that nobody listens on, and that is not given out twice. It is below
   * those that the system takes for outgoing connections, or one of them could have it when the
   * server comes to bind it.
   */
  static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, END_OF_PORTS);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        if (GIVEN_OUT.add(port)) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        // Somebody has it: another one then.
      }
    }
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set: run the tests with ./mvnw verify");
    }
    return value;
  }
}
