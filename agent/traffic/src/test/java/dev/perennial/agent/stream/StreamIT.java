package dev.perennial.agent.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.log.Suppressed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StreamIT {
  private static final int WINDOW = StreamSettings.defaults().windowBytes();

  private final LinkedBlockingQueue<Delivery> taken = new LinkedBlockingQueue<>();
  private final long suppressed = Suppressed.total();
  private StreamPair pair;

  @BeforeEach
  void open() throws IOException {
    pair = new StreamPair(StreamSettings.defaults(), taken::add);
  }

  @AfterEach
  void close() {
    pair.close();
    assertThat(Suppressed.total()).as("%s", Suppressed.last()).isEqualTo(suppressed);
  }

  private Delivery next() throws InterruptedException {
    Delivery delivery = taken.poll(60, TimeUnit.SECONDS);
    assertThat(delivery).as("a request").isNotNull();
    return delivery;
  }

  private static void answer(Delivery delivery, String body) throws IOException {
    delivery.answer(200, List.of("X-For", delivery.arrival().target()), body.length(), false);
    delivery.write(ByteBuffer.wrap(body.getBytes(UTF_8)));
    delivery.end(List.of());
  }

  private static String body(OutgoingRequest request) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] bytes = new byte[1000];
    for (int count = request.read(bytes); count >= 0; count = request.read(bytes)) {
      all.write(bytes, 0, count);
    }
    return all.toString(UTF_8);
  }

  @Test
  void aRequestIsAnsweredAndSaysWhereItCameFrom() throws Exception {
    OutgoingRequest request = pair.get("/a");
    Delivery delivery = next();

    assertThat(delivery.origin()).isEqualTo("A");
    assertThat(delivery.kind()).isEqualTo(Delivery.Kind.RELAYED);
    assertThat(delivery.arrival()).isEqualTo(Requests.of("GET", "/a", 0));
    assertThat(delivery.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    answer(delivery, "hello");

    assertThat(request.awaitAnswer()).isTrue();
    assertThat(request.status()).isEqualTo(200);
    assertThat(request.headers()).containsExactly("X-For", "/a");
    assertThat(request.length()).isEqualTo(5);
    assertThat(body(request)).isEqualTo("hello");
  }

  @Test
  void trailersTravelBothWays() throws Exception {
    OutgoingRequest request = pair.post(-1, false);
    request.sendBody(new byte[] {1, 2}, 2);
    request.endBody(List.of("check", "sum"));
    Delivery delivery = next();
    ByteBuffer got = ByteBuffer.allocate(9);
    while (delivery.read(got) >= 0) {
      assertThat(delivery.requestTrailers().isEmpty() || got.position() == 2).isTrue();
    }
    assertThat(delivery.requestTrailers()).containsExactly("check", "sum");
    delivery.answer(200, List.of(), -1, true);
    delivery.end(List.of("d", "e"));

    assertThat(request.awaitAnswer()).isTrue();
    assertThat(request.hasTrailers()).isTrue();
    assertThat(body(request)).isEmpty();
    assertThat(request.trailers()).containsExactly("d", "e");
  }

  @Test
  void manyAtOnceAreNotMixedUp() throws Exception {
    pair.serving = this::echo;
    List<Future<?>> clients = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Random random = new Random(i);
      clients.add(
          pair.threads.submit(
              () -> {
                for (int turn = 0; turn < 30; turn++) {
                  byte[] body = new byte[random.nextInt(turn % 7 == 0 ? 600_000 : 3_000)];
                  random.nextBytes(body);
                  OutgoingRequest request = pair.post(body.length, false);
                  Future<?> sending =
                      pair.threads.submit(
                          () -> {
                            request.sendBody(body, body.length);
                            request.endBody(List.of());
                            return null;
                          });
                  assertThat(request.awaitAnswer()).isTrue();
                  ByteArrayOutputStream all = new ByteArrayOutputStream();
                  byte[] bytes = new byte[1 + random.nextInt(20_000)];
                  for (int n = request.read(bytes); n >= 0; n = request.read(bytes)) {
                    all.write(bytes, 0, n);
                  }
                  sending.get();
                  assertThat(all.toByteArray()).isEqualTo(body);
                }
                return null;
              }));
    }
    for (Future<?> client : clients) {
      client.get();
    }
    assertThat(pair.connections()).isBetween(1, 8);
  }

  private void echo(Delivery delivery) {
    try {
      delivery.answer(200, List.of(), -1, false);
      ByteBuffer bytes = ByteBuffer.allocateDirect(10_000);
      while (delivery.read(bytes) >= 0) {
        delivery.write(bytes.flip());
        bytes.clear();
      }
      delivery.end(List.of());
    } catch (IOException e) {
      delivery.abort();
    }
  }

  /** Neither a client that does not read nor an application that does not read holds the others. */
  @Test
  void oneThatIsNotReadHoldsNoOther() throws Exception {
    OutgoingRequest slow = pair.post(-1, false);
    Delivery delivery = next();
    delivery.answer(200, List.of(), -1, false);
    CompletableFuture<Void> upload = endless(() -> slow.sendBody(new byte[5_000], 5_000));
    CompletableFuture<Void> download =
        endless(() -> delivery.write(ByteBuffer.wrap(new byte[5_000])));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> delivery.available() == WINDOW && delivery.writable() == 0);

    for (int i = 0; i < 50; i++) {
      OutgoingRequest other = pair.get("/" + i);
      answer(next(), "x".repeat(50_000));
      assertThat(other.awaitAnswer()).isTrue();
      assertThat(body(other)).hasSize(50_000);
    }

    assertThat(upload).isNotDone();
    assertThat(download).isNotDone();
    assertThat(delivery.available()).as("no more than the window").isEqualTo(WINDOW);
    slow.cancel();
    assertThatIOException().isThrownBy(() -> get(upload));
    assertThatIOException().isThrownBy(() -> get(download));
  }

  private interface Step {
    void run() throws IOException;
  }

  private CompletableFuture<Void> endless(Step step) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    pair.threads.execute(
        () -> {
          try {
            while (true) {
              step.run();
            }
          } catch (IOException e) {
            ended.completeExceptionally(e);
          }
        });
    return ended;
  }

  private static void get(CompletableFuture<Void> ended) throws Exception {
    try {
      ended.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw (IOException) e.getCause();
    }
  }

  @Test
  void aBodyIsSentOnceItIsAskedFor() throws Exception {
    OutgoingRequest request = pair.post(3, true);
    CompletableFuture<Void> asked = new CompletableFuture<>();
    pair.threads.execute(
        () -> {
          try {
            request.awaitBodyWanted();
            asked.complete(null);
            request.sendBody(new byte[3], 3);
            request.endBody(List.of());
          } catch (IOException e) {
            asked.completeExceptionally(e);
          }
        });
    Delivery delivery = next();
    // One that comes later has been answered: had it been asked for, it would be known.
    OutgoingRequest other = pair.get("/other");
    answer(next(), "");
    assertThat(other.awaitAnswer()).isTrue();
    assertThat(asked).isNotDone();

    delivery.wantBody();
    delivery.wantBody();

    asked.get(60, TimeUnit.SECONDS);
    assertThat(delivery.read(ByteBuffer.allocate(3))).isEqualTo(3);
  }

  @Test
  void whoMustNotWaitIsToldWhenThereIsSomething() throws Exception {
    OutgoingRequest request = pair.post(-1, false);
    Delivery delivery = next();
    CountDownLatch readable = new CountDownLatch(1);
    assertThat(delivery.available()).isZero();
    delivery.whenReadable(readable::countDown);
    assertThat(readable.getCount()).isOne();

    request.sendBody(new byte[10], 10);
    request.flushBody();

    assertThat(readable.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(delivery.available()).isEqualTo(10);

    delivery.answer(200, List.of(), -1, false);
    delivery.write(ByteBuffer.wrap(new byte[WINDOW]));
    assertThat(delivery.writable()).isZero();
    CountDownLatch writable = new CountDownLatch(1);
    delivery.whenWritable(writable::countDown);
    assertThat(request.awaitAnswer()).isTrue();
    assertThat(writable.getCount()).isOne();
    for (int read = 0; read < WINDOW; ) {
      read += request.read(new byte[WINDOW]);
    }
    assertThat(writable.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(delivery.writable()).isPositive();
  }

  @Test
  void aSessionThatIsNotHereIsSaidSo() throws Exception {
    OutgoingRequest request = pair.post(-1, false);
    next().notHere();

    assertThat(request.awaitAnswer()).isFalse();
    assertThatIOException().isThrownBy(() -> request.sendBody(new byte[1], 1));
  }

  @Test
  void whatIsNotTakenHasNotBegun() throws Exception {
    pair.serving =
        (StreamPair.AtOnce)
            delivery -> {
              throw new RejectedExecutionException("no such service");
            };
    OutgoingRequest request = pair.get("/");

    assertThatIOException().isThrownBy(request::awaitAnswer).withMessage("no such service");
    assertThat(request.mayHaveBegun()).isFalse();
  }

  @Test
  void anAnswerThatBreaksMidwayIsNoWhole() throws Exception {
    OutgoingRequest request = pair.get("/");
    Delivery delivery = next();
    delivery.answer(200, List.of(), 1000, false);
    delivery.write(ByteBuffer.wrap(new byte[10]));
    delivery.flush();
    assertThat(request.awaitAnswer()).isTrue();

    delivery.abort();

    assertThatIOException().isThrownBy(() -> body(request));
    assertThat(request.mayHaveBegun()).isTrue();
  }

  @Test
  void aRequestThatIsCancelledEndsWhatServesIt() throws Exception {
    OutgoingRequest request = pair.post(-1, false);
    Delivery delivery = next();
    CompletableFuture<Void> reading = endless(() -> delivery.read(ByteBuffer.allocate(10)));

    request.cancel();

    assertThatIOException().isThrownBy(() -> get(reading)).withMessage("the client has gone");
    assertThatIOException().isThrownBy(() -> delivery.write(ByteBuffer.allocate(1)));
    assertThatIOException().isThrownBy(request::awaitAnswer);
  }

  @Test
  void heads() throws Exception {
    String long1 = "x".repeat(900_000);
    OutgoingRequest request = pair.get("/" + long1);
    Delivery delivery = next();
    assertThat(delivery.arrival().target()).hasSize(900_001);
    delivery.answer(200, List.of("A", long1), 0, false);
    delivery.end(List.of());
    assertThat(request.awaitAnswer()).isTrue();
    assertThat(request.headers().get(1)).hasSize(900_000);

    assertThatIOException()
        .isThrownBy(() -> pair.get("/" + "x".repeat(1 << 20)))
        .withMessageContaining("at most 1048576");
    OutgoingRequest after = pair.get("/after");
    answer(next(), "");
    assertThat(after.awaitAnswer()).as("the connection goes on").isTrue();
    assertThat(pair.connections()).isOne();
  }

  @Test
  void moreThanSoManyAreRefusedAndHaveNotBegun() throws Exception {
    StreamSettings d = StreamSettings.defaults();
    pair.close();
    pair =
        new StreamPair(
            new StreamSettings(
                d.windowBytes(),
                2,
                d.maxHeadBytes(),
                1,
                d.pingAfter(),
                d.deadAfter(),
                d.idleLimit(),
                d.answerLimit()),
            taken::add);
    OutgoingRequest first = pair.get("/1");
    OutgoingRequest second = pair.get("/2");

    assertThatIOException().isThrownBy(() -> pair.get("/3")).withMessageContaining("2 requests");

    answer(next(), "");
    answer(next(), "");
    assertThat(first.awaitAnswer() && second.awaitAnswer()).isTrue();
    OutgoingRequest third = pair.get("/3");
    answer(next(), "");
    assertThat(third.awaitAnswer()).isTrue();
  }

  @Test
  void aConnectionThatEndsFailsWhatIsOnIt() throws Exception {
    OutgoingRequest request = pair.get("/");
    Delivery delivery = next();
    CompletableFuture<Void> reading =
        endless(
            () -> {
              if (delivery.available() < 0) {
                throw new IOException("ended");
              }
            });

    pair.restartServer();

    assertThatIOException().isThrownBy(request::awaitAnswer);
    assertThat(request.mayHaveBegun()).isTrue();
    assertThat(request.isConnectionLost()).isTrue();
    assertThatIOException().isThrownBy(() -> get(reading));
    OutgoingRequest again = pair.get("/again");
    answer(next(), "");
    assertThat(again.awaitAnswer()).as("over a new connection").isTrue();
  }

  @Test
  void whereNobodyIsNothingWasSent() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      pair.address = Optional.of((InetSocketAddress) free.getLocalSocketAddress());
    }
    assertThatIOException().isThrownBy(() -> pair.get("/"));
    pair.address = Optional.empty();
    assertThatIOException().isThrownBy(() -> pair.get("/")).withMessageContaining("not known");
  }

  @Test
  void idleConnectionsEnd() throws Exception {
    OutgoingRequest request = pair.get("/");
    Delivery delivery = next();
    pair.pass(600);
    assertThat(pair.connections()).as("in use").isOne();
    answer(delivery, "");
    assertThat(request.awaitAnswer()).isTrue();
    pair.pass(20);
    assertThat(pair.connections()).as("used lately").isOne();

    pair.pass(20);

    await().atMost(Duration.ofSeconds(60)).until(() -> pair.connections() == 0);
  }

  @Test
  void whoWaitsTooLongForAnAnswerIsToldSo() throws Exception {
    OutgoingRequest request = pair.get("/");
    next();
    CompletableFuture<Void> waiting = endless(request::awaitAnswer);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              pair.pass(700);
              return waiting.isDone();
            });

    assertThatIOException().isThrownBy(() -> get(waiting)).withMessageContaining("for 600 s");
  }

  /** The peer is there, and its application takes its time. */
  @Test
  void aPeerThatAnswersPingsIsNotDead() throws Exception {
    try (Wire wire = Wire.to(pair)) {
      OutgoingRequest request = pair.get("/");
      Delivery delivery = next();

      for (int i = 0; i < 10; i++) {
        long before = wire.back();
        for (int j = 0; j < 4; j++) {
          pair.pass(2);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> wire.back() > before);
        // Each has heard the other.
        await().atMost(Duration.ofSeconds(60)).until(() -> wire.isQuiet());
      }

      answer(delivery, "late");
      assertThat(request.awaitAnswer()).isTrue();
      assertThat(body(request)).isEqualTo("late");
    }
  }

  @Test
  void aPeerThatIsCutOffIsTakenForDead() throws Exception {
    try (Wire wire = Wire.to(pair)) {
      OutgoingRequest request = pair.get("/");
      Delivery delivery = next();
      CompletableFuture<Void> serving = endless(() -> delivery.write(ByteBuffer.allocate(9)));
      CompletableFuture<Void> waiting = endless(() -> request.read(new byte[9]));
      wire.cut();

      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                pair.pass(1);
                return waiting.isDone() && serving.isDone();
              });

      assertThatIOException().isThrownBy(() -> get(waiting)).withMessageContaining("silent");
      assertThatIOException().isThrownBy(() -> get(serving));
      assertThat(request.isConnectionLost()).isTrue();
      assertThat(request.mayHaveBegun()).isTrue();
    }
  }

  /** A request that must not be sent twice goes to a server that has just shown that it lives. */
  @Test
  void whatGoesOnceDoesNotGoToTheDead() throws Exception {
    try (Wire wire = Wire.to(pair)) {
      OutgoingRequest first = pair.get("/");
      answer(next(), "");
      assertThat(first.awaitAnswer()).isTrue();
      pair.later.addAndGet(TimeUnit.SECONDS.toNanos(2));
      OutgoingRequest proven = pair.post(-1, false);
      next().notHere();
      assertThat(proven.awaitAnswer()).isFalse();

      wire.cut();
      pair.later.addAndGet(TimeUnit.SECONDS.toNanos(2));

      assertThatIOException().isThrownBy(() -> pair.post(-1, false));
      assertThat(taken).isEmpty();
    }
  }
}
