package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.coordinator.roster.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Joining is tried for ever, so that a try that fails must leave nothing behind. */
@Timeout(240)
@Isolated("counts all threads and descriptors of this JVM")
class FailedTriesIT {
  private static final int TRIES = 5;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final int port = Servers.freePort();

  /** Of other tests in this JVM. */
  private final List<Thread> before = JvmThreads.all();

  @Test
  void aPortThatIsTakenCostsNoThreadAndNoDescriptorATry() throws IOException {
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      leavesNothing(System::nanoTime, "is in use by another process");
    }
  }

  /** As for want of a thread, when the member is a member already. */
  @Test
  void anErrorAfterTheMemberHasStartedLeavesNoMember() throws IOException {
    leavesNothing(
        () -> {
          if (Thread.currentThread().getStackTrace()[2].getClassName().endsWith("Admission")) {
            throw new OutOfMemoryError("unable to create native thread: planted");
          }
          return System.nanoTime();
        },
        "no thread is to be had");
  }

  private void leavesNothing(LongSupplier clock, String why) throws IOException {
    fails(clock, why); // The first one loads what stays.
    await().atMost(LIMIT).until(() -> ours().isEmpty());
    long files = descriptors();

    for (int i = 0; i < TRIES; i++) {
      fails(clock, why);
    }

    await().atMost(LIMIT).untilAsserted(() -> assertThat(ours()).isEmpty());
    await().atMost(LIMIT).untilAsserted(() -> assertThat(descriptors()).isLessThan(files + TRIES));
  }

  private void fails(LongSupplier clock, String why) {
    assertThatThrownBy(
            () ->
                HazelcastRosterStore.open(
                    Servers.settings("a", Servers.SECRET, port),
                    Protocol.OURS,
                    FailedTriesIT.class.getClassLoader(),
                    clock,
                    new HazelcastRosterStore.Events(line -> {}, () -> {}, proof -> {}, died -> {}),
                    new SecretDoubts(clock),
                    Optional.empty()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining(why);
  }

  private List<String> ours() {
    return JvmThreads.all().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.startsWith("hz.") || name.startsWith("perennial-"))
        .toList();
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
