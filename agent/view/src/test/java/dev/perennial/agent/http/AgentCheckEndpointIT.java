package dev.perennial.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.status.FakeStatus;
import dev.perennial.coordinator.roster.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class AgentCheckEndpointIT {
  private static final AgentCheckSettings SETTINGS =
      new AgentCheckSettings("127.0.0.1", -1, 4, Duration.ofMillis(500), Duration.ZERO);

  private static final double NO_MEMORY = -2;

  private final FakeStatus status = new FakeStatus();
  private final List<Exception> failures = new CopyOnWriteArrayList<>();
  private volatile double load;
  private AgentCheckEndpoint endpoint;

  @BeforeEach
  void open() throws IOException {
    endpoint = open(SETTINGS);
  }

  private AgentCheckEndpoint open(AgentCheckSettings settings) throws IOException {
    return AgentCheckEndpoint.open(
        settings,
        status,
        () -> {
          if (load == NO_MEMORY) {
            throw new OutOfMemoryError("not now");
          }
          if (load < 0) {
            throw new IllegalStateException("no load");
          }
          return load;
        },
        failures::add,
        System::nanoTime);
  }

  @AfterEach
  void close() {
    endpoint.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private String ask(String sent) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void itSaysWhatTheServerIs() throws Exception {
    assertThat(ask("")).isEqualTo("up ready 100%\n");
    load = 1;
    assertThat(ask("")).isEqualTo("up ready 25%\n");
    status.ready = false;
    status.stage = Stage.SWITCHING;
    assertThat(ask("")).isEqualTo("up drain\n");
    status.stage = Stage.RETIRED;
    assertThat(ask("")).isEqualTo("stopped #hands over to b\n");
  }

  /** HAProxy's agent-send; were it not read, the answer could be lost to a reset. */
  @Test
  void whatIsSentIsIgnored() throws Exception {
    for (int i = 0; i < 50; i++) {
      assertThat(ask("shop/s1\n".repeat(200))).isEqualTo("up ready 100%\n");
    }
  }

  @Test
  void clientsThatNeverLeaveAreCutOff() throws Exception {
    try (Socket socket = connect()) {
      assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();

      // It has closed its side; a write finds out some time after it has closed all.
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> socket.getOutputStream().write('x'))
                      .isInstanceOf(IOException.class));
    }
  }

  @Test
  void manyOpenConnectionsKeepNobodyFromAnAnswer() throws Exception {
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        held.add(connect());
      }

      assertThat(ask("")).isEqualTo("up ready 100%\n");
      assertThat(failures).isEmpty();
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  @Test
  void anAnswerThatFailsIsToldAndALaterOneGiven() throws Exception {
    load = -1;
    assertThat(ask("")).isEmpty();
    // The connection is closed before it is told.
    await().untilAsserted(() -> assertThat(failures).hasSize(1));

    load = 0;
    await().untilAsserted(() -> assertThat(ask("")).isEqualTo("up ready 100%\n"));
  }

  /** It must answer when there is memory again, and nobody would start its thread anew. */
  @Test
  void aHeapThatIsFullForAMomentDoesNotEndIt() throws Exception {
    load = NO_MEMORY;
    assertThat(ask("")).isEmpty();
    await().untilAsserted(() -> assertThat(failures).hasSize(1));

    load = 0;
    await().untilAsserted(() -> assertThat(ask("")).isEqualTo("up ready 100%\n"));
  }

  @Test
  void aPortInUseIsSaidInOneMessage() {
    assertThatThrownBy(() -> open(SETTINGS.at("127.0.0.1", endpoint.port())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen at 127.0.0.1:" + endpoint.port())
        .hasMessageContaining("perennial.http.agent-check-port");
  }

  @Test
  void itHasOneThreadWhichEndsWithIt() {
    assertThat(threads()).hasSize(1).allMatch(Thread::isDaemon);

    endpoint.close();

    await().until(() -> threads().isEmpty());
  }

  @Test
  void itsPortIsFreeOnceItIsClosedEvenWhileSomebodyConnects() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      AgentCheckEndpoint closing = open(SETTINGS);
      int port = closing.port();
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(client.isConnected()).isTrue();
        closing.close();
      }
      assertFree(port);
    }
    assertThat(failures).isEmpty();
  }

  /** A client of another test may have it for a moment; what was not closed has it for good. */
  private void assertFree(int port) throws Exception {
    long began = System.nanoTime();
    while (true) {
      try {
        open(SETTINGS.at("127.0.0.1", port)).close();
        return;
      } catch (IOException e) {
        if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(30)) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().equals("perennial-check"))
        .toList();
  }
}
