package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Execution(ExecutionMode.CONCURRENT)
class QuiesceIT {
  @TempDir Path folder;

  private final OpenGate gate = new OpenGate();
  private final RecordedEvents events = new RecordedEvents();
  private final ExecutorService clients = Executors.newCachedThreadPool();
  private RunningTomcat tomcat;

  private void start(TomcatVersion version) throws IOException {
    tomcat = version.start(gate, events, folder, "/shop");
    RawClient.get(tomcat.port(), "/shop/echo");
  }

  /** Begins a request that does not end before {@link #release()}, and waits until it is inside. */
  private void sendHeld(RawClient client) throws IOException {
    int before = gate.entered.get();
    client.sendHead("GET", "/shop/echo?do=held&until=" + folder.resolve("end"), "HTTP/1.1");
    await().until(() -> gate.entered.get() > before);
  }

  private void release() throws IOException {
    Files.createFile(folder.resolve("end"));
  }

  @AfterEach
  void stop() {
    clients.shutdownNow();
    if (tomcat != null) {
      tomcat.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NINE, false",
    "TEN, false",
    "ELEVEN, false",
    "NINE, true",
    "TEN, true",
    "ELEVEN, true"
  })
  void underLoadNoRequestIsLost(TomcatVersion version, boolean unlimited) throws Exception {
    start(version);
    if (unlimited) {
      tomcat.unlimited();
    }
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    List<Future<?>> load = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      load.add(clients.submit(() -> request(stop, answered)));
    }
    await().until(() -> answered.get() > 200);

    int left = events.container.quiesce(Duration.ofSeconds(10));
    int whenQuiet = answered.get();

    assertThat(left).isZero();
    // Clients connect and wait in the kernel's queue.
    await()
        .during(Duration.ofMillis(300))
        .until(
            () -> answered.get() - whenQuiet <= 8 && events.container.quiesce(Duration.ZERO) == 0);
    events.container.resume();
    await().until(() -> answered.get() > whenQuiet + 200);
    stop.set(true);
    for (Future<?> one : load) {
      one.get();
    }
  }

  /** Each with a connection of its own, kept as long as the server wants; any failure fails. */
  private Void request(AtomicBoolean stop, AtomicInteger answered) throws IOException {
    while (!stop.get()) {
      try (RawClient client = new RawClient(tomcat.port())) {
        boolean kept = true;
        while (kept && !stop.get()) {
          RawClient.Answer answer = client.send("GET", "/shop/echo?do=slow&millis=3");
          assertThat(answer.status()).contains(" 200");
          answered.incrementAndGet();
          kept = !"close".equals(answer.header("Connection"));
        }
      }
    }
    return null;
  }

  @ParameterizedTest
  @EnumSource
  void aRequestInProgressIsWaitedFor(TomcatVersion version) throws Exception {
    start(version);
    try (RawClient client = new RawClient(tomcat.port())) {
      sendHeld(client);
      CompletableFuture<Integer> left = new CompletableFuture<>();
      clients.execute(
          () -> {
            try {
              left.complete(events.container.quiesce(Duration.ofSeconds(10)));
            } catch (InterruptedException e) {
              left.completeExceptionally(e);
            }
          });
      assertThatThrownBy(() -> left.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      release();
      assertThat(client.read("GET").text()).contains("done");
      assertThat(left.get()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRequestThatTakesLongerThanTheLimitIsCountedAndNotCut(TomcatVersion version)
      throws Exception {
    start(version);
    try (RawClient client = new RawClient(tomcat.port())) {
      sendHeld(client);
      assertThat(events.container.quiesce(Duration.ofMillis(300))).isEqualTo(1);
      release();
      assertThat(client.read("GET").text()).contains("done");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUploadThatPausesIsNotTakenForIdle(TomcatVersion version) throws Exception {
    start(version);
    try (RawClient client = new RawClient(tomcat.port())) {
      int before = gate.entered.get();
      client.sendHead("POST", "/shop/echo", "HTTP/1.1", "Content-Length: 2000");
      client.out.write(new byte[1000]);
      await().until(() -> gate.entered.get() > before);
      // Idle connections are closed half a second later, when Tomcat looks, which it does each
      // second.
      assertThat(events.container.quiesce(Duration.ofSeconds(2))).isEqualTo(1);
      client.out.write(new byte[1000]);
      assertThat(client.read("POST").value("body")).startsWith("2000 ");
    }
  }

  @ParameterizedTest
  @EnumSource
  void idleConnectionsAreClosedSoon(TomcatVersion version) throws Exception {
    start(version);
    try (RawClient idle = new RawClient(tomcat.port());
        RawClient other = new RawClient(tomcat.port())) {
      assertThat(idle.send("GET", "/shop/echo").status()).contains(" 200");
      assertThat(other.send("GET", "/shop/echo").status()).contains(" 200");
      long before = System.nanoTime();
      assertThat(events.container.quiesce(Duration.ofSeconds(10))).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
      assertThat(idle.isClosed()).isTrue();
      assertThat(other.isClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void resumingTwiceOrWithoutNeedDoesNoHarm(TomcatVersion version) throws Exception {
    start(version);
    events.container.resume();
    events.container.quiesce(Duration.ofSeconds(10));
    events.container.resume();
    events.container.resume();
    assertThat(RawClient.get(tomcat.port(), "/shop/echo").status()).contains(" 200");
  }
}
