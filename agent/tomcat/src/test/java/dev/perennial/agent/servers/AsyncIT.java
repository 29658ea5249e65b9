package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However a request ends, the gate is told so once. */
class AsyncIT {
  @TempDir Path folder;

  private final OpenGate gate = new OpenGate();
  private RunningTomcat tomcat;

  private void start(TomcatVersion version) {
    tomcat = version.start(gate, new RecordedEvents(), folder, "/shop");
  }

  @AfterEach
  void stop() {
    if (tomcat != null) {
      tomcat.close();
    }
  }

  private void endsOnce(int requests) {
    await().untilAsserted(() -> assertThat(gate.exited).hasValue(requests));
    assertThat(gate.entered).hasValue(requests);
  }

  @ParameterizedTest
  @EnumSource
  void anAsynchronousRequestCountsUntilItHasEnded(TomcatVersion version) throws Exception {
    start(version);
    for (String action : new String[] {"complete", "dispatch", "timeout"}) {
      int before = gate.exited.get();
      try (RawClient client = new RawClient(tomcat.port())) {
        client.sendHead("GET", "/shop/async?do=" + action, "HTTP/1.1");
        client.read("GET");
      }
      endsOnce(before + 1);
      assertThat(gate.lastNanos).as(action).isGreaterThan(250_000_000);
      // The container answers one that has timed out with a 500.
      assertThat(gate.failed).as(action).hasValue(action.equals("timeout") ? 1 : 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneThatEndsAtOnceOrFailsIsCountedOnce(TomcatVersion version) throws Exception {
    start(version);
    assertThat(RawClient.get(tomcat.port(), "/shop/async?do=now").text()).contains("completed");
    endsOnce(1);
    try (RawClient client = new RawClient(tomcat.port())) {
      client.sendHead("GET", "/shop/async?do=throw", "HTTP/1.1");
      // Tomcat closes the connection without an answer.
      client.isClosed();
    }
    endsOnce(2);
    int failed = gate.failed.get();
    assertThat(RawClient.get(tomcat.port(), "/shop/echo?do=throw").status()).contains(" 500");
    endsOnce(3);
    assertThat(gate.failed).as("an exception reached the container").hasValue(failed + 1);
    assertThat(RawClient.get(tomcat.port(), "/shop/echo?do=error").status()).contains(" 500");
    endsOnce(4);
    assertThat(gate.failed).hasValue(failed + 2);
    assertThat(RawClient.get(tomcat.port(), "/nowhere").status()).contains(" 404");
    endsOnce(5);
    assertThat(gate.failed).as("a client's mistake").hasValue(failed + 2);
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatGoesAwayLeavesNothingBehind(TomcatVersion version) throws Exception {
    start(version);
    try (RawClient client = new RawClient(tomcat.port())) {
      client.sendHead("GET", "/shop/async?do=stream", "HTTP/1.1");
      client.readLine();
    }
    endsOnce(1);
    try (RawClient client = new RawClient(tomcat.port())) {
      client.sendHead("GET", "/shop/async?do=timeout", "HTTP/1.1");
      await().until(() -> gate.entered.get() == 2);
    }
    endsOnce(2);
    try (RawClient client = new RawClient(tomcat.port())) {
      client.sendHead("POST", "/shop/echo", "HTTP/1.1", "Content-Length: 1000");
      await().until(() -> gate.entered.get() == 3);
    }
    endsOnce(3);
  }

  /** One that never ends by itself; while another kind of request goes on. */
  @ParameterizedTest
  @EnumSource
  void oneThatWaitsCanBeTimedOutAndSaysALastWord(TomcatVersion version) throws Exception {
    start(version);
    try (RawClient upload = new RawClient(tomcat.port());
        RawClient poll = new RawClient(tomcat.port())) {
      upload.sendHead("POST", "/shop/echo", "HTTP/1.1", "Content-Length: 3");
      await().until(() -> gate.entered.get() == 1);
      gate.last.timeOut();
      poll.sendHead("GET", "/shop/async?do=poll", "HTTP/1.1");
      poll.readUntil("begun");

      gate.last.timeOut();

      poll.readUntil("the time is over");
      poll.readUntil("0");
      upload.out.write(new byte[] {1, 2, 3});
      assertThat(upload.read("POST").status()).contains(" 200");
    }
    endsOnce(2);
  }

  @ParameterizedTest
  @EnumSource
  void aRequestThatCannotBeParsedIsNotCounted(TomcatVersion version) throws Exception {
    start(version);
    try (RawClient client = new RawClient(tomcat.port())) {
      client.sendHead("GET", "/ bad uri {}", "HTTP/1.1");
      assertThat(client.read("GET").status()).contains(" 400");
    }
    await().untilAsserted(() -> assertThat(gate.exited.get()).isEqualTo(gate.entered.get()));
  }

  @ParameterizedTest
  @EnumSource
  void theGateIsAskedOnceBeforeAnAnswerIsComplete(TomcatVersion version) throws IOException {
    start(version);
    RawClient.get(tomcat.port(), "/shop/echo");
    RawClient.get(tomcat.port(), "/shop/echo?do=error");
    await().untilAsserted(() -> assertThat(gate.finishing).hasValue(2));
    assertThat(gate.exited).hasValue(2);
  }
}
