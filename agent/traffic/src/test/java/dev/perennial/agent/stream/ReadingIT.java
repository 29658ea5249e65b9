package dev.perennial.agent.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.link.Channel;
import dev.perennial.agent.link.FieldWriter;
import dev.perennial.agent.log.Suppressed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which thread reads and serves, with one connection, so that all meet on it. */
@Timeout(120)
class ReadingIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final long suppressed = Suppressed.total();
  private StreamPair pair;

  @BeforeEach
  void open() throws IOException {
    pair = new StreamPair(oneConnection(), ReadingIT::answer);
  }

  static StreamSettings oneConnection() {
    StreamSettings d = StreamSettings.defaults();
    return new StreamSettings(
        d.windowBytes(),
        d.maxStreams(),
        d.maxHeadBytes(),
        1,
        d.pingAfter(),
        d.deadAfter(),
        d.idleLimit(),
        d.answerLimit());
  }

  @AfterEach
  void close() {
    pair.close();
    assertThat(Suppressed.total()).as("%s", Suppressed.last()).isEqualTo(suppressed);
  }

  static void answer(Delivery delivery) {
    answer(delivery, "done");
  }

  private static void answer(Delivery delivery, String body) {
    try {
      delivery.answer(200, List.of(), body.length(), false);
      delivery.write(ByteBuffer.wrap(body.getBytes(UTF_8)));
      delivery.end(List.of());
    } catch (IOException e) {
      delivery.abort();
    }
  }

  static String body(OutgoingRequest request) throws IOException {
    assertThat(request.awaitAnswer()).isTrue();
    StringBuilder body = new StringBuilder();
    byte[] bytes = new byte[1000];
    for (int n = request.read(bytes); n >= 0; n = request.read(bytes)) {
      body.append(new String(bytes, 0, n, UTF_8));
    }
    return body.toString();
  }

  private String ask(String target) throws IOException {
    return body(pair.get(target));
  }

  /** Tells whether the next request is served by the thread that has read it. */
  private CompletableFuture<Boolean> servedByWhoRead() {
    CompletableFuture<Boolean> same = new CompletableFuture<>();
    pair.serving =
        (StreamPair.AtOnce)
            delivery -> {
              Thread reader = Thread.currentThread();
              delivery.serve(
                  () -> {
                    same.complete(Thread.currentThread() == reader);
                    answer(delivery);
                  },
                  pair.threads);
            };
    return same;
  }

  @Test
  void aRequestThatComesAloneIsServedByWhoHasReadIt() throws Exception {
    CompletableFuture<Boolean> same = servedByWhoRead();

    assertThat(ask("/")).isEqualTo("done");

    assertThat(same.get()).isTrue();
  }

  @Test
  void aSmallBodyDoesNotChangeThat() throws Exception {
    CompletableFuture<Boolean> same = servedByWhoRead();
    byte[] small = {1, 2, 3};

    OutgoingRequest request =
        pair.pool.open(
            "B",
            new StreamPool.Outgoing(
                Requests.of("POST", "/", small.length), false, true, false, small, true));

    assertThat(body(request)).isEqualTo("done");
    assertThat(same.get()).isTrue();
  }

  /** Its body would not be read by anybody. */
  @Test
  void aRequestWhoseBodyIsYetToComeIsServedByAnother() throws Exception {
    CompletableFuture<Boolean> same = servedByWhoRead();

    OutgoingRequest request = pair.post(3, false);

    assertThat(same.get(60, TimeUnit.SECONDS)).isFalse();
    request.cancel();
  }

  /** However long an application takes: what comes behind it is read. */
  @Test
  void whileOneIsServedOthersAreReadAndServed() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    pair.serving =
        delivery -> {
          if (delivery.arrival().target().equals("/slow")) {
            awaitUninterrupted(go);
          }
          answer(delivery);
        };
    OutgoingRequest slow = pair.get("/slow");
    Future<String> answer = pair.threads.submit(() -> body(slow));

    for (int i = 0; i < 200; i++) {
      assertThat(ask("/" + i)).isEqualTo("done");
    }
    assertThat(answer).isNotDone();
    go.countDown();

    assertThat(answer.get()).isEqualTo("done");
    assertThat(pair.connections()).isOne();
  }

  /** Else each of them would hold up what comes behind it. */
  @Test
  void whereRequestsTakeLongTheNextAreServedByOthers() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(2);
    pair.serving =
        delivery -> {
          begun.countDown();
          awaitUninterrupted(go);
          answer(delivery);
        };
    OutgoingRequest slow = pair.get("/slow");
    OutgoingRequest behind = pair.get("/behind");
    // Both have, so another thread has come to read.
    begun.await();
    CompletableFuture<Boolean> same = servedByWhoRead();
    assertThat(ask("/")).isEqualTo("done");
    go.countDown();
    assertThat(body(slow) + body(behind)).isEqualTo("donedone");

    assertThat(same.get()).isFalse();
    CompletableFuture<Boolean> next = servedByWhoRead();
    assertThat(ask("/")).isEqualTo("done");
    assertThat(next.get()).isFalse();
    await("served by who reads again")
        .atMost(LIMIT)
        .until(
            () -> {
              CompletableFuture<Boolean> later = servedByWhoRead();
              ask("/");
              return later.get();
            });
  }

  @Test
  void whoWaitsForAnAnswerReadsIt() {
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              Thread asks = Thread.currentThread();
              CompletableFuture<Boolean> read = new CompletableFuture<>();
              pair.serving =
                  delivery -> {
                    // Reads within a moment, or another has come first: then the next will.
                    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
                    boolean reads = false;
                    while (!reads && System.nanoTime() < end) {
                      reads = isReading(asks);
                    }
                    read.complete(reads);
                    answer(delivery);
                  };
              assertThat(ask("/")).isEqualTo("done");
              return read.get();
            });
  }

  private static boolean isReading(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getClassName().endsWith(".Reading") && frame.getMethodName().equals("readFor")) {
        return true;
      }
    }
    return false;
  }

  /** Who reads for himself alone reads for all. */
  @Test
  void othersGetTheirAnswersFromWhoeverReads() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    pair.serving =
        delivery -> {
          if (delivery.arrival().target().equals("/slow")) {
            awaitUninterrupted(go);
          }
          answer(delivery, delivery.arrival().target());
        };
    Future<String> slow = pair.threads.submit(() -> ask("/slow"));
    for (int round = 0; round < 20; round++) {
      List<Future<String>> many =
          IntStream.range(0, 8).mapToObj(i -> pair.threads.submit(() -> ask("/" + i))).toList();
      for (int i = 0; i < many.size(); i++) {
        assertThat(many.get(i).get(60, TimeUnit.SECONDS)).isEqualTo("/" + i);
      }
    }
    assertThat(slow).isNotDone();
    go.countDown();
    assertThat(slow.get()).isEqualTo("/slow");
  }

  @Test
  void aConnectionThatEndsWhileNobodyUsesItIsNoticed() throws Exception {
    assertThat(ask("/")).isEqualTo("done");
    assertThat(pair.pool.connections()).isOne();

    pair.stopServer();

    await().atMost(LIMIT).until(() -> pair.pool.connections() == 0);
  }

  @Test
  void whoReadsForHimselfIsToldOfTheEnd() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    pair.serving =
        delivery -> {
          awaitUninterrupted(go);
          answer(delivery);
        };
    OutgoingRequest request = pair.get("/");
    Future<?> stop =
        pair.threads.submit(
            () -> {
              pair.stopServer();
              return null;
            });

    assertThatIOException().isThrownBy(request::awaitAnswer);
    stop.get();
    assertThat(request.isConnectionLost()).isTrue();
    go.countDown();
  }

  /** What an application leaves behind is not met by the next one. */
  @Test
  void anInterruptStaysWithTheRequestThatIsServed() throws Exception {
    pair.serving =
        delivery -> {
          boolean was = Thread.currentThread().isInterrupted();
          answer(delivery, was ? "interrupted" : "done");
          Thread.currentThread().interrupt();
        };
    for (int i = 0; i < 10; i++) {
      assertThat(ask("/")).isEqualTo("done");
    }
  }

  /** A connection that nobody can read is worth nothing. */
  @Test
  void withoutAThreadToReadFromItAConnectionEnds() throws Exception {
    OutgoingRequest before = pair.get("/");
    assertThat(body(before)).isEqualTo("done");
    pair.threads.shutdown();

    await()
        .atMost(LIMIT)
        .until(
            () -> {
              try {
                ask("/");
                return false;
              } catch (IOException e) {
                return pair.pool.connections() == 0;
              }
            });
  }

  /** A watchdog of an application may keep the thread that has served a request long ago. */
  @Test
  void anInterruptThatComesLateIsNobodysBusiness() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(2);
    CompletableFuture<Thread> served = new CompletableFuture<>();
    pair.serving =
        delivery -> {
          served.complete(Thread.currentThread());
          begun.countDown();
          awaitUninterrupted(go);
          answer(delivery);
        };
    OutgoingRequest slow = pair.get("/slow");
    OutgoingRequest other = pair.get("/other");
    // Both have, so the one that read at first has lost its turn for good.
    begun.await();
    go.countDown();
    assertThat(body(slow) + body(other)).isEqualTo("donedone");
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Void> third = new CompletableFuture<>();
    pair.serving =
        delivery -> {
          third.complete(null);
          awaitUninterrupted(goOn);
          answer(delivery);
        };
    OutgoingRequest later = pair.get("/later");
    third.get();

    served.get().interrupt();
    await("the interrupt is taken").atMost(LIMIT).until(() -> !served.get().isInterrupted());
    goOn.countDown();

    assertThat(body(later)).isEqualTo("done");
    assertThat(ask("/")).isEqualTo("done");
  }

  @Test
  void noRequestMeetsAnInterruptThatWasMeantForAnother() throws Exception {
    AtomicReference<Thread> served = new AtomicReference<>();
    pair.serving =
        delivery -> {
          boolean was = Thread.currentThread().isInterrupted();
          served.set(Thread.currentThread());
          answer(delivery, was ? "interrupted" : "done");
        };
    for (int i = 0; i < 50; i++) {
      assertThat(ask("/")).isEqualTo("done");
      served.get().interrupt();
    }
  }

  @Test
  void whoeverWaitsTooLongIsToldSoWhetherOrNotHeReads() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    pair.serving =
        delivery -> {
          awaitUninterrupted(go);
          answer(delivery);
        };
    List<Future<String>> waiting =
        IntStream.range(0, 3).mapToObj(i -> pair.threads.submit(() -> ask("/" + i))).toList();
    // They wait by the time that the limit counts for all of them.
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              pair.later.addAndGet(TimeUnit.SECONDS.toNanos(700));
              pair.pool.tick();
              return waiting.stream().allMatch(Future::isDone);
            });
    go.countDown();
    for (Future<String> one : waiting) {
      assertThatExceptionOfType(ExecutionException.class).isThrownBy(one::get);
    }
  }

  /** Whoever is to serve it has been told of it, and waits to be called. */
  @Test
  void whatHasBegunIsServedThoughTheConnectionBreaksInTheSameChunk() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    pair.serving = delivery -> called.countDown();
    FieldWriter head =
        Heads.write(
            new Heads.Opening(Delivery.Kind.RELAYED, false, false, Requests.of("GET", "/", 0)));
    ByteBuffer chunk = ByteBuffer.allocate(8192);
    for (int twice = 0; twice < 2; twice++) {
      chunk.put(FrameType.OPEN.code).putLong(1).putInt(head.size());
      chunk.put(head.array(), 0, head.size());
    }

    try (Channel channel = pair.channel()) {
      channel.write(chunk.array(), 0, chunk.position());

      assertThat(called.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** One user's, which an application keeps in an inheritable variable of the thread. */
  @Test
  void threadsThatReadAndServeInheritNothing() throws Exception {
    InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
    close();
    user.set("ann");
    try {
      open();
      pair.serving = delivery -> answer(delivery, String.valueOf(user.get()));
      assertThat(ask("/")).isEqualTo("null");
    } finally {
      user.remove();
    }
  }

  static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
