package dev.perennial.agent.duplex;

import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Staged;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers other servers' requests: takes their sessions and parts over, and says which sessions are
 * served here. Each request may come twice, late, or from an earlier life of its sender: the first
 * two do no harm, the last is refused. Thread-safe.
 */
public final class SuccessorDesk {
  private final Containers containers;
  private final Supplier<List<MovablePart>> parts;
  private final Function<String, String> refusal;
  private final Ownership ownership;
  private final Consumer<String> log;

  private final Map<String, Source> sources = new ConcurrentHashMap<>();

  /**
   * @param refusal why this server cannot be a successor of the named one now, in words; empty if
   *     it can
   * @param ownership told of sessions that are served here from now on
   */
  public SuccessorDesk(
      Containers containers,
      Supplier<List<MovablePart>> parts,
      Function<String, String> refusal,
      Ownership ownership,
      Consumer<String> log) {
    this.containers = containers;
    this.parts = parts;
    this.refusal = refusal;
    this.ownership = ownership;
    this.log = log;
  }

  /** Tells whether a session is served here, and learns of new ones. */
  public interface Ownership {
    /** The session is being handed over at this moment. */
    String ON_ITS_WAY = "?";

    /**
     * Returns where the session is as far as this server knows: an empty text if here, the name of
     * the server that it was handed over to, {@link #ON_ITS_WAY}, or null if it is not known here.
     */
    @Nullable String where(String id);

    /** A session of another server is served here from now on. */
    void gained(String id, String from);
  }

  /** What is ready of a session. Replaced as a whole. */
  private record Ready(long version, byte[] digest, @Nullable Staged staged) {}

  /** One round of one life of one server. */
  private static final class Source {
    final long incarnation;
    final long round;
    final Map<String, Ready> staged = new ConcurrentHashMap<>();
    final Map<String, Long> taken = new ConcurrentHashMap<>();

    /** A refusal is a promise: a doubled question that comes late must not undo it. */
    final Map<String, Long> refused = new ConcurrentHashMap<>();

    /** Given up: nothing of this round counts any more, and it is not opened again. */
    volatile boolean closed;

    Source(long incarnation, long round) {
      this.incarnation = incarnation;
      this.round = round;
    }
  }

  /** Answers one request of an authenticated server. */
  public byte[] answer(byte[] request) throws IOException {
    return Wire.encode(answer(Wire.request(request)));
  }

  private Wire.Answer answer(Wire.Request request) {
    if (request.op() == Wire.Op.WHO_HAS) {
      return whoHas(request.texts());
    }
    if (request.op() == Wire.Op.OFFER) {
      return offer(request);
    }
    Source source = sources.get(request.from());
    if (source == null
        || source.closed
        || source.incarnation != request.incarnation()
        || source.round != request.round()) {
      return no("round " + request.round() + " of " + request.from() + " is not known here");
    }
    return switch (request.op()) {
      case STAGE -> stage(source, request);
      case TAKE ->
          request.kind() == Wire.Kind.PART ? takePart(source, request) : take(source, request);
      case ENDED -> ended(source, request);
      case ABORT -> abort(source);
      case OFFER, WHO_HAS -> throw new IllegalStateException("answered above");
    };
  }

  /** A session on its way is at no time nobody's: who asks in between must ask again. */
  private Wire.Answer whoHas(List<String> ids) {
    for (String id : ids) {
      String where = ownership.where(id);
      if (where != null) {
        return where.equals(Ownership.ON_ITS_WAY)
            ? new Wire.Answer(Wire.Reply.NEED_BYTES, "")
            : new Wire.Answer(Wire.Reply.OK, where);
      }
    }
    return no("not served here");
  }

  private Wire.Answer offer(Wire.Request request) {
    Source known = sources.get(request.from());
    if (known != null
        && (known.incarnation > request.incarnation()
            || (known.incarnation == request.incarnation() && known.round > request.round()))) {
      return no("a later round of " + request.from() + " has been offered already");
    }
    String why = refusal.apply(request.from());
    if (!why.isEmpty()) {
      return no(why);
    }
    String fingerprint = containers.fingerprint();
    if (!request.texts().equals(List.of(fingerprint))) {
      return no(
          "other applications run here: fingerprint "
              + fingerprint
              + ", offered "
              + request.texts());
    }
    boolean sameRound =
        known != null
            && known.incarnation == request.incarnation()
            && known.round == request.round();
    if (sameRound && known.closed) {
      return no("round " + request.round() + " of " + request.from() + " was given up");
    }
    if (!sameRound) {
      sources.put(request.from(), new Source(request.incarnation(), request.round()));
      log.accept("accepted to succeed " + request.from() + ", round " + request.round());
    }
    return Wire.Answer.OK;
  }

  private Wire.Answer stage(Source source, Wire.Request request) {
    Ready ready = source.staged.get(request.id());
    if (source.taken.containsKey(request.id())
        || (ready != null && ready.version >= request.version())) {
      return Wire.Answer.OK;
    }
    try {
      Ready made =
          new Ready(
              request.version(), request.digest(), containers.stage(request.id(), request.bytes()));
      // Two versions may be built at once: the later one stays.
      source.staged.merge(
          request.id(), made, (old, next) -> old.version > next.version ? old : next);
      return Wire.Answer.OK;
    } catch (CaptureException e) {
      return no(e.getMessage());
    }
  }

  private Wire.Answer take(Source source, Wire.Request request) {
    String id = request.id();
    // One at a time for each session: a repeated question must not publish twice.
    synchronized (source.taken) {
      Long taken = source.taken.get(id);
      if (taken != null) {
        return Wire.Answer.OK;
      }
      if (source.refused.getOrDefault(id, -1L) >= request.version()) {
        return no("refused before");
      }
      Ready ready = source.staged.get(id);
      if (ready == null
          || ready.version != request.version()
          || !MessageDigest.isEqual(ready.digest, request.digest())) {
        if (request.bytes().length == 0) {
          return new Wire.Answer(Wire.Reply.NEED_BYTES, "");
        }
        Wire.Answer staged = stage(source, request);
        if (staged.reply() != Wire.Reply.OK) {
          source.refused.put(id, request.version());
          return staged;
        }
        ready = source.staged.get(id);
      }
      try {
        if (ready == null || ready.staged == null) {
          return no("not staged");
        }
        ownership.gained(id, request.from());
        ready.staged.publish();
        source.taken.put(id, request.version());
        source.staged.remove(id);
        return Wire.Answer.OK;
      } catch (CaptureException e) {
        source.refused.put(id, request.version());
        return no(e.getMessage());
      }
    }
  }

  private Wire.Answer takePart(Source source, Wire.Request request) {
    String key = "part " + request.id();
    synchronized (source.taken) {
      if (source.taken.containsKey(key)) {
        return Wire.Answer.OK;
      }
      if (!MessageDigest.isEqual(
          Wire.digest(request.bytes(), request.bytes().length), request.digest())) {
        return no("the part's digest does not match its bytes");
      }
      for (MovablePart part : parts.get()) {
        if (part.name().equals(request.id())) {
          try {
            part.resume(request.bytes());
          } catch (MovablePart.PartException e) {
            return no(e.getMessage());
          }
          source.taken.put(key, request.version());
          return Wire.Answer.OK;
        }
      }
      return no("no part of that name is registered here");
    }
  }

  private Wire.Answer ended(Source source, Wire.Request request) {
    // A tombstone counts only while its sender owns the session.
    if (!source.taken.containsKey(request.id())) {
      source.staged.remove(request.id());
    }
    return Wire.Answer.OK;
  }

  private static Wire.Answer abort(Source source) {
    synchronized (source.taken) {
      if (source.taken.isEmpty()) {
        source.closed = true;
        source.staged.clear();
      }
    }
    return Wire.Answer.OK;
  }

  private static Wire.Answer no(String why) {
    return new Wire.Answer(Wire.Reply.NO, why);
  }
}
