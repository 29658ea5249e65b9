package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.secret.ClusterSecret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Real members on loopback in this JVM; closes all of them. */
final class Servers implements AutoCloseable {
  static final ClusterSecret SECRET = ClusterSecret.of("the secret of this test");

  private static final int FIRST_PORT = 10_000;
  private static final int PORTS = 20_000;
  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 61 % PORTS));

  /** What the line of a name begins with that was refused. */
  static final String REFUSED_NAME = "cluster: refused to make what another member names: ";

  final List<String> log = new CopyOnWriteArrayList<>();
  final AtomicInteger changes = new AtomicInteger();
  final List<String> refused = new CopyOnWriteArrayList<>();
  final List<String> deaths = new CopyOnWriteArrayList<>();

  /** Added to the clock of every member. */
  final AtomicLong nanosAhead = new AtomicLong();

  private final List<HazelcastRosterStore> open = new ArrayList<>();

  HazelcastRosterStore open(String name, int port, int... peers) {
    return open(settings(name, SECRET, port, peers));
  }

  HazelcastRosterStore open(ClusterSettings settings) {
    return open(settings, Protocol.OURS);
  }

  HazelcastRosterStore open(ClusterSettings settings, Protocol protocol) {
    return open(settings, protocol, doubts());
  }

  /** Returns what a process of its own knows of its secret: nothing yet. */
  SecretDoubts doubts() {
    return new SecretDoubts(() -> System.nanoTime() + nanosAhead.get());
  }

  HazelcastRosterStore open(ClusterSettings settings, Protocol protocol, SecretDoubts doubts) {
    HazelcastRosterStore store =
        HazelcastRosterStore.open(
            settings,
            protocol,
            Servers.class.getClassLoader(),
            () -> System.nanoTime() + nanosAhead.get(),
            new HazelcastRosterStore.Events(
                log::add, changes::incrementAndGet, refused::add, deaths::add),
            doubts,
            Optional.empty());
    open.add(store);
    return store;
  }

  static ClusterSettings settings(String name, ClusterSecret secret, int port, int... peers) {
    List<String> members = new ArrayList<>();
    for (int peer : peers) {
      members.add("127.0.0.1:" + peer);
    }
    return new ClusterSettings(
        name, "test", "127.0.0.1", port, members, Mode.ACTIVE_STANDBY, secret, false);
  }

  static Roster roster(long epoch) {
    return new Roster(epoch, Mode.ACTIVE_STANDBY, List.of(), Set.of(), List.of(), "");
  }

  /**
   * Returns a port that is free, each time another one; not of those that the system gives to
   * clients, which tests at the same time would take.
   */
  static int freePort() {
    while (true) {
      int port = FIRST_PORT + NEXT_PORT.getAndIncrement() % PORTS;
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // Somebody has it.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** At once: how a member leaves in order is for the tests to say that are about it. */
  @Override
  public void close() {
    for (HazelcastRosterStore store : open) {
      store.member().getLifecycleService().terminate();
      store.close();
    }
    // Whatever servers say to each other must be known: a test that sends more takes it back.
    assertThat(log).noneMatch(line -> line.startsWith(REFUSED_NAME));
  }
}
