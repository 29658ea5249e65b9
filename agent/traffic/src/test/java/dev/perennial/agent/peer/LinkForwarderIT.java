package dev.perennial.agent.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.gate.Forwarder.Outcome;
import dev.perennial.agent.gate.Forwarder.Source;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.stream.StreamPair;
import dev.perennial.agent.stream.StreamSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class LinkForwarderIT {
  private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
  private final AtomicInteger served = new AtomicInteger();
  private final long suppressed = Suppressed.total();
  private StreamPair pair;
  private LinkForwarder forwarder;

  @BeforeEach
  void open() throws IOException {
    pair = new StreamPair(StreamSettings.defaults(), delivery -> {});
    forwarder =
        new LinkForwarder(pair.pool, pair.threads, new CountedLines(log::add, System::nanoTime));
  }

  @AfterEach
  void close() {
    pair.close();
    assertThat(Suppressed.total()).as("%s", Suppressed.last()).isEqualTo(suppressed);
  }

  private interface Serving {
    void serve(Delivery delivery) throws IOException, InterruptedException;
  }

  private void serving(Serving serving) {
    pair.serving =
        delivery -> {
          served.incrementAndGet();
          try {
            serving.serve(delivery);
          } catch (IOException | InterruptedException e) {
            delivery.abort();
          }
        };
  }

  private static void answer(Delivery delivery, String body) throws IOException {
    delivery.answer(200, List.of("X-Twice", "1", "X-Twice", "2"), body.length(), false);
    delivery.write(ByteBuffer.wrap(body.getBytes(UTF_8)));
    delivery.end(List.of());
  }

  private static byte[] all(Delivery delivery) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer bytes = ByteBuffer.allocate(4096);
    while (delivery.read(bytes) >= 0) {
      all.write(bytes.array(), 0, bytes.position());
      bytes.clear();
    }
    return all.toByteArray();
  }

  private Outcome forward(ClientExchange exchange) {
    return forwarder.forward(exchange, "B", false);
  }

  private static void isAnswered(ClientExchange exchange, String body) {
    assertThat(exchange.status).isEqualTo(200);
    assertThat(exchange.got.toString(UTF_8)).isEqualTo(body);
    assertThat(exchange.complete).isTrue();
    assertThat(exchange.aborted).isFalse();
  }

  @Test
  void theAnswerIsTheOtherServersAndEndsTheConnection() {
    serving(delivery -> answer(delivery, "hello"));
    ClientExchange exchange = ClientExchange.get();

    assertThat(forward(exchange)).isEqualTo(Outcome.OVER);

    isAnswered(exchange, "hello");
    assertThat(exchange.answered).containsExactly("X-Twice", "1", "X-Twice", "2");
    assertThat(exchange.answeredLength).isEqualTo(5);
    assertThat(exchange.closes).isTrue();
    assertThat(log).isEmpty();
  }

  @Test
  void bodiesOfAnySizeAndTrailersGoBothWays() {
    for (int size : new int[] {1, 32 * 1024, 32 * 1024 + 1, 3_000_000}) {
      byte[] body = new byte[size];
      new Random(size).nextBytes(body);
      serving(
          delivery -> {
            byte[] got = all(delivery);
            delivery.answer(200, List.of(), -1, true);
            delivery.write(ByteBuffer.wrap(got));
            delivery.end(delivery.requestTrailers());
          });
      ClientExchange exchange = ClientExchange.post(body);

      assertThat(forward(exchange)).isEqualTo(Outcome.OVER);

      assertThat(exchange.got.toByteArray()).isEqualTo(body);
      assertThat(exchange.trailers)
          .isEqualTo(size > 32 * 1024 ? List.of("request", "trailer") : List.of());
      assertThat(exchange.sentBody).isNull();
    }
  }

  @Test
  void whoIsAskedKnowsWhetherTheSessionIsNobodys() {
    LinkedBlockingQueue<Delivery.Kind> kinds = new LinkedBlockingQueue<>();
    serving(
        delivery -> {
          kinds.add(delivery.kind());
          answer(delivery, "");
        });

    forwarder.forward(ClientExchange.get(), "B", true);
    forwarder.forward(ClientExchange.get(), "B", false);

    assertThat(kinds).containsExactly(Delivery.Kind.RELAYED_AS_NEW, Delivery.Kind.RELAYED);
  }

  /** It was asked while it handed the session over: the next one gets the whole request. */
  @Test
  void aSmallBodyIsKeptForTheServerThatOwnsTheSession() {
    serving(Delivery::notHere);
    ClientExchange exchange = ClientExchange.post(new byte[] {1, 2, 3});
    assertThat(forward(exchange)).isEqualTo(Outcome.NOT_THERE);
    assertThat(exchange.sentBody).containsExactly(1, 2, 3);

    serving(delivery -> answer(delivery, all(delivery).length + " bytes"));
    assertThat(forward(exchange)).isEqualTo(Outcome.OVER);

    isAnswered(exchange, "3 bytes");
    assertThat(exchange.sentBody).as("its own request's alone").isNull();
  }

  /** What was read of it and sent cannot be sent again. */
  @Test
  void aLongBodyThatWasBegunIsAnswered503() {
    CountDownLatch read = new CountDownLatch(1);
    serving(
        delivery -> {
          delivery.read(ByteBuffer.allocate(1));
          read.countDown();
          delivery.notHere();
        });
    ClientExchange exchange = ClientExchange.post(new byte[100_000]);

    assertThat(forward(exchange)).isEqualTo(Outcome.OVER);

    assertThat(read.getCount()).isZero();
    assertThat(exchange.status).isEqualTo(503);
    assertThat(exchange.answered).contains("Retry-After");
  }

  @Test
  void aBodyThatIsNotAskedForIsNotRead() {
    serving(Delivery::notHere);
    ClientExchange exchange = ClientExchange.post(new byte[100_000], "expect", "100-Continue");

    assertThat(forward(exchange)).isEqualTo(Outcome.NOT_THERE);
    assertThat(exchange.bodyAsked).isFalse();

    serving(delivery -> answer(delivery, "no"));
    assertThat(forward(exchange)).isEqualTo(Outcome.OVER);
    isAnswered(exchange, "no");
    assertThat(exchange.bodyAsked).isFalse();
  }

  @Test
  void aBodyThatIsAskedForIsSent() {
    serving(delivery -> answer(delivery, all(delivery).length + " bytes"));
    ClientExchange exchange = ClientExchange.post(new byte[7], "Expect", "100-continue");

    assertThat(forward(exchange)).isEqualTo(Outcome.OVER);

    isAnswered(exchange, "7 bytes");
  }

  @ParameterizedTest(name = "{0} with {1} bytes")
  @CsvSource({"GET, 0", "POST, 0", "POST, 3", "POST, 100000", "POST, -1"})
  void aServerThatIsNotThereLeavesTheRequestToTheCaller(String method, int length) {
    pair.stopServer();
    ClientExchange exchange =
        new ClientExchange(method, length, new ByteArrayInputStream(new byte[Math.max(0, length)]));

    assertThat(forward(exchange)).isEqualTo(Outcome.UNREACHED);
    pair.address = Optional.empty();
    assertThat(forward(exchange)).isEqualTo(Outcome.UNREACHED);

    assertThat(exchange.aborted).isFalse();
    assertThat(exchange.status).isZero();
    assertThat(exchange.bodyAsked).as("only what is kept was read").isEqualTo(length == 3);
  }

  @Test
  void whatTheOtherServerDoesNotTakeIsLeftToTheCaller() {
    pair.serving =
        (StreamPair.AtOnce)
            delivery -> {
              throw new RejectedExecutionException("no service two:Two here");
            };
    ClientExchange exchange = ClientExchange.post(new byte[3]);

    assertThat(forward(exchange)).isEqualTo(Outcome.UNREACHED);

    assertThat(exchange.sentBody).hasSize(3);
    assertThat(log).containsExactly("a request could not be relayed to B: no service two:Two here");
  }

  @ParameterizedTest(name = "{0} with {1} bytes: {2}")
  @CsvSource({
    "GET, 0, UNREACHED",
    "HEAD, 0, UNREACHED",
    "OPTIONS, 0, UNREACHED",
    "POST, 0, OVER",
    "PUT, 3, OVER",
    "GET, 3, OVER",
    "DELETE, 0, OVER"
  })
  void onlyWhatChangesNothingIsTriedAgainWhenNoAnswerCame(
      String method, int length, Outcome outcome) {
    serving(
        delivery -> {
          all(delivery);
          delivery.abort();
        });
    ClientExchange exchange =
        new ClientExchange(method, length, new ByteArrayInputStream(new byte[length]));

    assertThat(forward(exchange)).isEqualTo(outcome);

    assertThat(exchange.aborted).isEqualTo(outcome == Outcome.OVER);
    assertThat(exchange.status).isZero();
    assertThat(served).hasValue(1);
  }

  @Test
  void halfAnAnswerIsNeverTakenForAWhole() {
    for (long length : new long[] {1000, -1}) {
      serving(
          delivery -> {
            delivery.answer(200, List.of(), length, false);
            delivery.write(ByteBuffer.wrap(new byte[3]));
            delivery.flush();
            delivery.abort();
          });
      ClientExchange exchange = ClientExchange.get();

      assertThat(forward(exchange)).isEqualTo(Outcome.OVER);

      assertThat(exchange.aborted).isTrue();
      assertThat(exchange.complete).isFalse();
    }
  }

  @Test
  void flushedPiecesArriveOneByOne() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch seen = new CountDownLatch(1);
    serving(
        delivery -> {
          delivery.answer(200, List.of(), -1, false);
          delivery.write(ByteBuffer.wrap(new byte[3]));
          delivery.flush();
          first.countDown();
          seen.await();
          delivery.write(ByteBuffer.wrap(new byte[4]));
          delivery.end(List.of());
        });
    ClientExchange exchange = ClientExchange.get();
    Future<Outcome> outcome = pair.threads.submit(() -> forward(exchange));
    assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
    await().until(() -> exchange.got.size() == 3);
    assertThat(outcome.isDone()).isFalse();

    seen.countDown();

    assertThat(outcome.get()).isEqualTo(Outcome.OVER);
    assertThat(exchange.got.size()).isEqualTo(7);
  }

  @Test
  void aRestartedServerIsReachedAgainWhateverTheMethod() throws Exception {
    serving(delivery -> answer(delivery, "x"));
    assertThat(forward(ClientExchange.get())).isEqualTo(Outcome.OVER);

    for (boolean post : new boolean[] {false, true}) {
      pair.restartServer();
      if (post) {
        // Before that is known it may get lost with the old life.
        await().until(() -> pair.pool.connections() == 0);
      }
      ClientExchange exchange = post ? ClientExchange.post(new byte[3]) : ClientExchange.get();
      assertThat(forward(exchange)).isEqualTo(Outcome.OVER);
      isAnswered(exchange, "x");
    }
    assertThat(log).isEmpty();
  }

  /** The server ends while it works on it. */
  @Test
  void aRequestThatIsLostWithItsServerIsTriedAtItsNextLife() throws Exception {
    AtomicInteger lives = new AtomicInteger();
    serving(
        delivery -> {
          if (lives.getAndIncrement() == 0) {
            pair.restartServer();
          } else {
            answer(delivery, "second life");
          }
        });
    ClientExchange exchange = ClientExchange.get();

    assertThat(forward(exchange)).isEqualTo(Outcome.OVER);
    isAnswered(exchange, "second life");

    lives.set(0);
    ClientExchange post = ClientExchange.post(new byte[3]);
    assertThat(forward(post)).isEqualTo(Outcome.OVER);
    assertThat(post.aborted).as("it may have been carried out").isTrue();
    assertThat(lives).hasValue(1);
  }

  @Test
  void anAnswerThatComesEarlyIsGivenAndAClientThatSendsOnIsCut() throws Exception {
    serving(delivery -> answer(delivery, "no"));
    ClientExchange exchange = new ClientExchange("POST", 1_000_000, untilClosed());

    assertThat(forward(exchange)).isEqualTo(Outcome.OVER);

    assertThat(exchange.got.toString(UTF_8)).isEqualTo("no");
    assertThat(exchange.complete).isTrue();
    assertThat(exchange.aborted).as("it still had something to send").isTrue();
  }

  /** One whose reader waits until it is closed by somebody else. */
  private static InputStream untilClosed() {
    CountDownLatch closed = new CountDownLatch(1);
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return read(new byte[1], 0, 1);
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
          closed.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        throw new IOException("the client was cut off");
      }

      @Override
      public void close() {
        closed.countDown();
      }
    };
  }

  @Test
  void aClientThatBreaksOffALongBodyBreaksOffTheRequest() throws Exception {
    LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
    serving(
        delivery -> {
          try {
            all(delivery);
            seen.add("all");
          } catch (IOException e) {
            seen.add("broken off");
            throw e;
          }
        });
    ClientExchange exchange =
        new ClientExchange("POST", 1_000_000, new ByteArrayInputStream(new byte[500_000]));

    assertThat(forward(exchange)).isEqualTo(Outcome.OVER);

    assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("broken off");
    assertThat(exchange.aborted).isTrue();
  }

  @Test
  void aClientThatBreaksOffASmallBodyIsNotHeardOf() {
    serving(delivery -> answer(delivery, ""));
    ClientExchange exchange = new ClientExchange("POST", 10, new ByteArrayInputStream(new byte[5]));

    assertThat(forward(exchange)).isEqualTo(Outcome.OVER);

    assertThat(exchange.aborted).isTrue();
    assertThat(served).hasValue(0);
  }

  @Test
  void aClientThatHasGoneEndsItsRequest() throws Exception {
    LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
    serving(
        delivery -> {
          delivery.answer(200, List.of(), -1, false);
          try {
            while (true) {
              delivery.write(ByteBuffer.wrap(new byte[10_000]));
            }
          } catch (IOException e) {
            seen.add(e.getMessage());
          }
        });
    ClientExchange exchange = ClientExchange.get();
    exchange.gone = true;

    assertThat(forward(exchange)).isEqualTo(Outcome.OVER);

    assertThat(exchange.aborted).isTrue();
    assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("the client has gone");
  }

  @Test
  void whereARequestComesFromIsTold() {
    LinkedBlockingQueue<Source> sources = new LinkedBlockingQueue<>();
    serving(
        delivery -> {
          ClientExchange there = ClientExchange.get();
          there.delivery = delivery;
          sources.add(forwarder.source(there));
          forwarder.notHere(there);
        });

    assertThat(forwarder.forward(ClientExchange.get(), "B", true)).isEqualTo(Outcome.NOT_THERE);
    assertThat(forwarder.forward(ClientExchange.get(), "B", false)).isEqualTo(Outcome.NOT_THERE);

    assertThat(sources).containsExactly(Source.RELAY_AS_NEW, Source.RELAY);
    assertThat(forwarder.source(ClientExchange.get())).isEqualTo(Source.CLIENT);
    assertThatThrownBy(() -> forwarder.notHere(ClientExchange.get()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void withoutAClusterNothingIsReached() {
    LinkForwarder alone =
        new LinkForwarder(null, pair.threads, new CountedLines(log::add, System::nanoTime));

    assertThat(alone.forward(ClientExchange.get(), "B", false)).isEqualTo(Outcome.UNREACHED);
  }
}
