package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.ids.Flood;
import dev.perennial.agent.ids.KnownIds;
import dev.perennial.agent.ids.OwnIds;
import dev.perennial.agent.ids.PeerIds;
import dev.perennial.agent.link.LinkClosedException;
import dev.perennial.agent.link.MessageCodec;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Message.Where;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Server C asks A and B, whose sessions and moods a test sets. */
@Timeout(60)
final class AskingTest {
  private static final List<String> BOTH = List.of("A", "B");
  private static final byte[] KEY = new byte[16];

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Set<String>> sessions =
      Map.of("A", ConcurrentHashMap.newKeySet(), "B", ConcurrentHashMap.newKeySet());

  /** The servers that messages were sent to. */
  private final List<String> called = new CopyOnWriteArrayList<>();

  /** The questions that arrived, each as "server: so many sessions". */
  private final List<String> messages = new CopyOnWriteArrayList<>();

  /** While it is not null nobody answers. */
  private final Map<String, CountDownLatch> stopped = new ConcurrentHashMap<>();

  private final Set<String> older = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> hangUps = new ConcurrentHashMap<>();
  private final List<String> passedOver = new CopyOnWriteArrayList<>();
  private volatile int most = 1_000;
  private volatile long unheardNanos;
  private final KnownIds known =
      new KnownIds(server -> 1, server -> unheardNanos, System::nanoTime);

  /** Who was to be asked for a promise. */
  private final List<String> renewals = new CopyOnWriteArrayList<>();

  private final Promises promises =
      new Promises(known, new Flood(System.nanoTime()), renewals::add, System::nanoTime);
  private final Asking asking =
      new Asking(
          "C", this::call, known, promises, threads, () -> most, System::nanoTime, passedOver::add);

  @AfterEach
  void end() throws InterruptedException {
    stopped.values().forEach(CountDownLatch::countDown);
    threads.shutdownNow();
    // What goes wrong as they end is counted, and other tests look at the count.
    assertThat(threads.awaitTermination(50, TimeUnit.SECONDS)).isTrue();
  }

  private CompletableFuture<byte[]> call(String server, byte[] bytes) {
    called.add(server);
    AtomicInteger left = hangUps.get(server);
    if (left != null && left.getAndDecrement() > 0) {
      return CompletableFuture.failedFuture(new LinkClosedException("hung up"));
    }
    return CompletableFuture.supplyAsync(() -> answer(server, bytes), threads);
  }

  private byte[] answer(String server, byte[] bytes) {
    try {
      CountDownLatch standsStill = stopped.get(server);
      if (standsStill != null) {
        standsStill.await();
      }
      Envelope envelope = MessageCodec.decode(bytes);
      Message.WhoHas question = (Message.WhoHas) envelope.message();
      messages.add(server + ": " + (1 + question.more().size()));
      if (older.contains(server)) {
        question = new Message.WhoHas(question.ids(), question.application());
      }
      Message.Has has =
          Whereabouts.of(
              question,
              id -> {
                boolean here = sessions.get(server).contains(id.name());
                return new Message.Has(here ? Where.HERE : Where.NOT_KNOWN, "");
              },
              (application, id) -> sessions.get(server).contains(id));
      return MessageCodec.encode(envelope.answer(has));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the server that has it; empty if none; "?" if that is not known. */
  private String ask(String id, long limitMillis) {
    Answers answers = new Answers(1, true);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
    Message.Sought sought = new Message.Sought(List.of(ItemId.session(id)), "shop");
    if (!asking.ask(BOTH, sought, answers, deadline)) {
      return "too many";
    }
    return answers.owner().isEmpty() && !answers.silent().isEmpty() ? "?" : answers.owner();
  }

  /** A server says what it has, as it does some times a second. */
  private void list(String server) {
    OwnIds own = new OwnIds(KEY, System::nanoTime);
    PeerIds peer = known.of(server);
    Message unused = own.since(peer.question(false), 1, true);
    own.renew(() -> List.copyOf(sessions.get(server)), () -> true);
    peer.learned(own.since(new Message.WhichIds(0, 0, 0, 0), 1, true), System.nanoTime());
  }

  private void stop(String server) {
    stopped.put(server, new CountDownLatch(1));
  }

  @Test
  void whoHasItIsFound() {
    sessions.get("B").add("b");

    assertThat(ask("b", 20_000)).isEqualTo("B");
    assertThat(ask("x", 20_000)).isEmpty();
  }

  @Test
  void whoeverIsLikelyToHaveItIsAskedAlone() {
    sessions.get("B").add("b");
    list("A");
    list("B");
    stop("A");

    assertThat(ask("b", 20_000)).isEqualTo("B");
    assertThat(called).containsExactly("B");
  }

  @Test
  void aListThatIsMistakenCostsAMoment() {
    sessions.get("B").add("b");
    list("B");
    sessions.get("B").clear();
    sessions.get("A").add("b");

    assertThat(ask("b", 20_000)).isEqualTo("A");
  }

  /** The list was made before. */
  @Test
  void whatIsNotInAListIsAskedForAllTheSame() {
    list("A");
    list("B");
    sessions.get("A").add("new");

    assertThat(ask("new", 20_000)).isEqualTo("A");
  }

  @Test
  void questionsOfRequestsThatWaitTravelTogether() throws Exception {
    stop("A");
    List<Future<String>> all = new ArrayList<>();
    sessions.get("A").add("id 77");
    for (int i = 0; i < 200; i++) {
      String id = "id " + i;
      all.add(threads.submit(() -> ask(id, 50_000)));
    }
    // What B was asked is out of the way, so that none is waiting but at A.
    await(() -> asked("B") == 200);

    stopped.remove("A").countDown();

    for (int i = 0; i < 200; i++) {
      assertThat(all.get(i).get()).isEqualTo(i == 77 ? "A" : "");
    }
    assertThat(asked("A")).isEqualTo(200);
    assertThat(messages.stream().filter(m -> m.startsWith("A")).count()).isLessThan(8);
  }

  private int asked(String server) {
    return messages.stream()
        .filter(m -> m.startsWith(server))
        .mapToInt(m -> Integer.parseInt(m.substring(3)))
        .sum();
  }

  private static void await(java.util.function.BooleanSupplier what) {
    Awaitility.await().atMost(Duration.ofSeconds(50)).until(what::getAsBoolean);
  }

  @Test
  void onlySoManyRequestsWait() {
    stop("A");
    most = 1;
    Future<String> first = threads.submit(() -> ask("x", 50_000));
    await(() -> asked("B") == 1);

    assertThat(ask("y", 50_000)).isEqualTo("too many");

    stopped.remove("A").countDown();
    await(first::isDone);
    assertThat(ask("y", 20_000)).isEmpty();
  }

  @Test
  void anOlderAgentIsAskedOneByOne() throws Exception {
    older.add("A");
    sessions.get("A").addAll(List.of("id 3", "id 11"));
    stop("A");
    List<Future<String>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String id = "id " + i;
      all.add(threads.submit(() -> ask(id, 50_000)));
    }
    await(() -> asked("B") == 20);
    stopped.remove("A").countDown();

    for (int i = 0; i < 20; i++) {
      assertThat(all.get(i).get()).isEqualTo(i == 3 || i == 11 ? "A" : "");
    }
  }

  @Test
  void whoeverHangsUpIsAskedAgain() {
    sessions.get("A").add("a");
    hangUps.put("A", new AtomicInteger(3));

    assertThat(ask("a", 20_000)).isEqualTo("A");
  }

  @Test
  void whatGoesWrongAtOnceTakesNoPlaceForEver() {
    Asking broken =
        new Asking(
            "C",
            (server, bytes) -> {
              throw new IllegalStateException("planted");
            },
            known,
            promises,
            threads,
            () -> most,
            System::nanoTime,
            passedOver::add);
    for (int i = 0; i < 9; i++) {
      Answers answers = new Answers(1, true);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
      Message.Sought sought = new Message.Sought(List.of(ItemId.session("x")), "shop");

      assertThat(broken.ask(BOTH, sought, answers, deadline)).isTrue();
      assertThat(answers.silent()).containsExactlyInAnyOrder("A", "B");
    }
  }

  @Test
  void whoeverDoesNotAnswerMayHaveWhatItHasNotListed() {
    stop("A");

    assertThat(ask("x", 100)).isEqualTo("?");
  }

  @Test
  void whoeverDoesNotAnswerMayHaveWhatItHasListed() {
    sessions.get("A").add("a");
    list("A");
    stop("A");
    unheardNanos = TimeUnit.HOURS.toNanos(1);

    assertThat(ask("a", 2_500)).isEqualTo("?");
  }

  @Test
  void whoeverHasFallenSilentHasNothingThatItHasNotListed() {
    list("A");
    stop("A");
    unheardNanos = TimeUnit.HOURS.toNanos(1);

    assertThat(ask("x", 20_000)).isEmpty();
    assertThat(passedOver).containsExactly("A");
    // From now on nobody waits for it but for a moment, and so long as it says nothing.
    sessions.get("A").add("new");
    stopped.remove("A").countDown();
    await(() -> ask("new", 20_000).equals("A"));
  }

  @Test
  void whoeverLivesAndDoesNotAnswerIsNotPassedOver() {
    list("A");
    stop("A");
    unheardNanos = TimeUnit.MILLISECONDS.toNanos(500);

    assertThat(ask("x", 2_500)).isEqualTo("?");
  }

  /** Whatever the others say and when: a session that was there before the request is found. */
  @Test
  void nothingThatIsThereIsTakenForNew() throws Exception {
    list("A");
    list("B");
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int client = i;
      all.add(
          threads.submit(
              () -> {
                int found = 0;
                for (int n = 0; n < 300; n++) {
                  String id = client + "." + n;
                  String at = n % 2 == 0 ? "A" : "B";
                  sessions.get(at).add(id);
                  found += ask(id, 20_000).equals(at) ? 1 : 0;
                  found += ask("not " + id, 20_000).isEmpty() ? 1 : 0;
                }
                return found;
              }));
    }

    for (Future<Integer> each : all) {
      assertThat(each.get()).isEqualTo(600);
    }
    assertThat(asked("A"))
        .isGreaterThan(2 * (int) messages.stream().filter(m -> m.startsWith("A")).count());
  }
}
