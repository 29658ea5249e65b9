package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Staged;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one round on their way from this server to its successor. Each is in one place at
 * any time:
 *
 * <pre>
 * HERE --(take sent)--> IN_DOUBT --(taken, exactly this version)--> AWAY
 *   ^---------------------(refused)--------'
 * </pre>
 *
 * <p>HERE is served by this server, AWAY by the successor, IN_DOUBT by nobody: the question is
 * repeated until it is answered, or until the successor is known to be out. Thread-safe; one
 * session is moved by one thread at a time.
 */
final class Handover {
  /** So many bytes may be on their way to the successor at once. */
  private static final long WINDOW_BYTES = 8L << 20;

  private static final Duration RETRY = Duration.ofMillis(50);

  final long round;
  final String successor;

  private final String self;
  private final long incarnation;
  private final PeerCalls peers;
  private final Containers containers;
  private final Duration callLimit;
  private final BooleanSupplier successorOut;

  private final ConcurrentHashMap<String, Item> items = new ConcurrentHashMap<>();
  private final Set<String> dirty = ConcurrentHashMap.newKeySet();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong sentBytes = new AtomicLong();

  Handover(
      long round,
      String successor,
      String self,
      long incarnation,
      PeerCalls peers,
      Containers containers,
      Duration callLimit,
      BooleanSupplier successorOut) {
    this.round = round;
    this.successor = successor;
    this.self = self;
    this.incarnation = incarnation;
    this.peers = peers;
    this.containers = containers;
    this.callLimit = callLimit;
    this.successorOut = successorOut;
  }

  enum Place {
    HERE,
    IN_DOUBT,
    AWAY,
    /** The application has ended it. */
    ENDED
  }

  /** Guarded by itself. */
  private static final class Item {
    Place place = Place.HERE;
    long version;
    byte[] digest = {};
    boolean staged;
    @Nullable Staged kept;
  }

  /** A session's state may have changed. */
  void touched(String id) {
    if (place(id) == Place.HERE) {
      dirty.add(id);
    }
  }

  /** The application has ended a session here: it must not live on at the successor. */
  void ended(String id) {
    Item item = items.get(id);
    dirty.remove(id);
    if (item == null) {
      return;
    }
    synchronized (item) {
      if (item.place != Place.HERE) {
        return;
      }
      item.place = Place.ENDED;
    }
    var unused = peers.call(successor, Wire.encode(request(Wire.Op.ENDED, id, item.version)));
  }

  int dirtyCount() {
    return dirty.size();
  }

  long sessionsSent() {
    return sent.get();
  }

  long bytesSent() {
    return sentBytes.get();
  }

  /** Returns where a session is, or null if it is none of this hand-over's. */
  @Nullable Place place(String id) {
    Item item = items.get(id);
    if (item == null) {
      return containers.hasSession(id) ? Place.HERE : null;
    }
    return item.place;
  }

  /** Returns the ids that are not with the successor yet and not ended, new ones included. */
  Set<String> remaining() {
    Set<String> ids = new TreeSet<>(containers.sessionIds());
    items.forEach(
        (id, item) -> {
          if (item.place == Place.AWAY || item.place == Place.ENDED) {
            ids.remove(id);
          } else if (item.place == Place.IN_DOUBT) {
            ids.add(id);
          }
        });
    return ids;
  }

  /** Returns the ids that the successor owns. */
  Set<String> away() {
    Set<String> ids = new TreeSet<>();
    items.forEach(
        (id, item) -> {
          if (item.place == Place.AWAY) {
            ids.add(id);
          }
        });
    return ids;
  }

  /** Sends everything once; what changes meanwhile is dirty afterwards. */
  void copyAll() throws HandoverException, InterruptedException {
    copy(containers.sessionIds());
  }

  /** Sends what has changed since it was sent last. */
  void copyDirty() throws HandoverException, InterruptedException {
    copy(new TreeSet<>(dirty));
  }

  private void copy(Set<String> ids) throws HandoverException, InterruptedException {
    Window window = new Window(WINDOW_BYTES, callLimit);
    for (String id : ids) {
      // Before the capture: a change that comes after it makes the session dirty again.
      dirty.remove(id);
      Item item = items.computeIfAbsent(id, k -> new Item());
      Wire.Request request;
      synchronized (item) {
        if (item.place != Place.HERE) {
          continue;
        }
        Capture capture;
        try {
          capture = containers.capture(id);
        } catch (CaptureException e) {
          // It changed all the while: its turn comes again in the next pass.
          dirty.add(id);
          continue;
        }
        if (capture == null || !renew(item, capture)) {
          continue;
        }
        request = stage(id, item, capture.bytes());
      }
      byte[] encoded = Wire.encode(request);
      sent.incrementAndGet();
      sentBytes.addAndGet(encoded.length);
      window.add(
          encoded.length,
          peers.call(successor, encoded).thenAccept(answer -> staged(item, request, answer)));
    }
    window.close();
  }

  /** Gives the item its next version; false if it was staged in just this state already. */
  private static boolean renew(Item item, Capture capture) {
    byte[] digest =
        Wire.digest(capture.bytes(), Math.max(0, capture.bytes().length - Capture.CLOCK_BYTES));
    if (item.staged && Arrays.equals(digest, item.digest)) {
      return false;
    }
    item.version++;
    item.digest = digest;
    item.staged = false;
    return true;
  }

  private void staged(Item item, Wire.Request request, byte[] encoded) {
    Wire.Answer answer = decode(encoded);
    if (answer.reply() != Wire.Reply.OK) {
      throw new IllegalStateException(successor + " cannot take session over: " + answer.text());
    }
    synchronized (item) {
      if (item.version == request.version()) {
        item.staged = true;
      }
    }
  }

  /**
   * Hands sessions over; those of which nothing has changed go without their bytes.
   *
   * @return the ids that are still here because the successor refused them
   */
  Set<String> takeAll(Set<String> ids) throws InterruptedException {
    Set<String> refused = new TreeSet<>();
    // Whatever is still dirty is small by now, so the questions without bytes go first, many at
    // once.
    Map<String, CompletableFuture<byte[]>> asked = new HashMap<>();
    for (String id : ids) {
      Item item = items.get(id);
      if (item == null || dirty.contains(id)) {
        continue;
      }
      synchronized (item) {
        if (item.place == Place.HERE && item.staged) {
          item.place = Place.IN_DOUBT;
          asked.put(id, peers.call(successor, Wire.encode(take(id, item, new byte[0]))));
        }
      }
    }
    for (String id : ids) {
      CompletableFuture<byte[]> answer = asked.get(id);
      if (!take(id, answer)) {
        refused.add(id);
      }
    }
    return refused;
  }

  /**
   * Hands one session over, with its bytes where the successor has another version.
   *
   * @return false if the successor refused it: it is still here
   */
  boolean take(String id) throws InterruptedException {
    return take(id, null);
  }

  private boolean take(String id, @Nullable CompletableFuture<byte[]> asked)
      throws InterruptedException {
    Item item = items.computeIfAbsent(id, k -> new Item());
    CompletableFuture<byte[]> pending = asked;
    synchronized (item) {
      if (item.place == Place.AWAY || item.place == Place.ENDED) {
        return true;
      }
      byte[] bytes = {};
      while (true) {
        if (pending == null) {
          if (item.place == Place.HERE && (dirty.remove(id) || !item.staged)) {
            Capture capture;
            try {
              capture = capture(id);
            } catch (HandoverException e) {
              return false;
            }
            if (capture == null) {
              item.place = Place.ENDED;
              return true;
            }
            renew(item, capture);
            bytes = capture.bytes();
          }
          item.place = Place.IN_DOUBT;
          pending = peers.call(successor, Wire.encode(take(id, item, bytes)));
        }
        Wire.Answer answer = await(pending);
        pending = null;
        if (answer == null) {
          if (successorOut.getAsBoolean()) {
            item.place = Place.HERE;
            return false;
          }
          TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
          continue;
        }
        switch (answer.reply()) {
          case OK -> {
            item.place = Place.AWAY;
            item.kept = containers.detach(id);
            return true;
          }
          case NEED_BYTES -> {
            item.place = Place.HERE;
            item.staged = false;
          }
          case NO -> {
            item.place = Place.HERE;
            return false;
          }
        }
      }
    }
  }

  /**
   * Returns the answer, or null if none came: then nobody knows whether the request took effect.
   */
  private Wire.@Nullable Answer await(CompletableFuture<byte[]> pending)
      throws InterruptedException {
    try {
      return Wire.answer(pending.get(callLimit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException | IOException e) {
      return null;
    }
  }

  /**
   * Puts back what the successor owned, in the state in which it left: only once the successor is
   * known to be out.
   *
   * @return how many sessions
   */
  int takeBack() throws CaptureException {
    int count = 0;
    for (Item item : items.values()) {
      synchronized (item) {
        if (item.place == Place.AWAY && item.kept != null) {
          item.kept.publish();
          item.kept = null;
          item.place = Place.HERE;
          count++;
        }
      }
    }
    return count;
  }

  private @Nullable Capture capture(String id) throws HandoverException {
    try {
      return containers.capture(id);
    } catch (CaptureException e) {
      throw new HandoverException("a session cannot be captured: " + e.getMessage(), e);
    }
  }

  private static Wire.Answer decode(byte[] encoded) {
    try {
      return Wire.answer(encoded);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Wire.Request stage(String id, Item item, byte[] bytes) {
    return new Wire.Request(
        Wire.Op.STAGE,
        self,
        incarnation,
        round,
        Wire.Kind.SESSION,
        id,
        item.version,
        item.digest,
        bytes,
        List.of());
  }

  private Wire.Request take(String id, Item item, byte[] bytes) {
    return new Wire.Request(
        Wire.Op.TAKE,
        self,
        incarnation,
        round,
        Wire.Kind.SESSION,
        id,
        item.version,
        item.digest,
        bytes,
        List.of());
  }

  private Wire.Request request(Wire.Op op, String id, long version) {
    return new Wire.Request(
        op,
        self,
        incarnation,
        round,
        Wire.Kind.SESSION,
        id,
        version,
        new byte[0],
        new byte[0],
        List.of());
  }
}
