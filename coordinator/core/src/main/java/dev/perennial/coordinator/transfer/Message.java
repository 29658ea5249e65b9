package dev.perennial.coordinator.transfer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What two servers say to each other while an item moves. Every message may be lost, doubled and
 * overtaken. Each question has one kind of answer:
 *
 * <pre>
 * Offer          -> Accepted | Refused
 * Stage          -> Staged | StageFailed
 * Take           -> Taken | TakeFailed
 * Ask            -> Owns
 * Ended, Renamed -> Noted
 * Abort          -> Aborted
 * Done           -> Noted
 * WhoHas         -> Has
 * WhichIds       -> Ids
 * Rehearse       -> Rehearsed
 * any of a round that is not known -> Refused
 * </pre>
 */
public sealed interface Message {

  /**
   * May I duplex to you?
   *
   * @param fingerprint of the applications, which must be alike
   * @param items number of sessions and parts
   * @param bytes their size, as far as known
   * @param unmovable what would stay behind and why, a line each
   */
  record Offer(String fingerprint, long items, long bytes, List<String> unmovable)
      implements Message {
    public Offer {
      unmovable = List.copyOf(unmovable);
    }
  }

  /**
   * You may.
   *
   * @param roomBytes heap that I could still take, in bytes; negative if I do not know
   */
  record Accepted(long roomBytes) implements Message {
    /** Of whoever does not know how much room it has. */
    public Accepted() {
      this(-1);
    }
  }

  /**
   * You may not; or, as the answer to any other question: no such round goes on here.
   *
   * @param reason in words
   */
  record Refused(String reason) implements Message {}

  /** Keep this state ready; I own it, and go on changing it. */
  record Stage(ItemId id, Version version, Digest digest, StateBytes bytes) implements Message {}

  /** I keep exactly this ready. */
  record Staged(ItemId id, Version version, Digest digest) implements Message {}

  /**
   * I do not keep it.
   *
   * @param unfit what of it cannot be built here: one part of it, {@link #WHOLE}, or empty where it
   *     was refused for another reason
   */
  record StageFailed(ItemId id, Version version, String reason, String unfit) implements Message {}

  /** All of an item cannot be built, or nobody knows which part of it. */
  String WHOLE = "*";

  /**
   * Own this from now on. May be sent again, without bytes, as long as no answer has come.
   *
   * @param term of the new owner
   * @param bytes the state, unless the receiver has exactly this version staged
   */
  record Take(ItemId id, Version version, Digest digest, long term, @Nullable StateBytes bytes)
      implements Message {}

  /** I own it, exactly in this state. */
  record Taken(ItemId id, Version version, Digest digest) implements Message {}

  /**
   * I do not own it and never will take this version or an older one: you own it.
   *
   * @param unfit as of a {@link StageFailed}; empty unless the failure is UNFIT
   */
  record TakeFailed(ItemId id, Version version, Failure failure, String reason, String unfit)
      implements Message {}

  /** Why an item was not taken. */
  enum Failure {
    /** It is not staged in this version, and no bytes came along. */
    MISSING,
    /** It could not be put in place. */
    UNFIT,
    /** It was refused before, or the round is over. */
    LATE
  }

  /** Have you taken it? If not, never do, in this version or an older one. */
  record Ask(ItemId id, Version version, Digest digest) implements Message {}

  /** The answer. {@code NO} is a promise never to take it in this version or an older one. */
  record Owns(ItemId id, Version version, Digest digest, Reply reply) implements Message {}

  /** How a question for an owner is answered. */
  enum Reply {
    YES,
    NO,
    /** Just now it is being put in place: ask again. */
    UNKNOWN
  }

  /** The item has ended while I owned it. */
  record Ended(ItemId id, Version version) implements Message {}

  /** The item goes on under another id, while I own it. */
  record Renamed(ItemId id, Version version, ItemId newId) implements Message {}

  /** I know that the item has ended in this version, or (version NONE) that all has been said. */
  record Noted(ItemId id, Version version) implements Message {}

  /**
   * Everything has been handed over.
   *
   * @param left what stayed behind and why, a line each
   */
  record Done(List<String> left) implements Message {
    public Done {
      left = List.copyOf(left);
    }
  }

  /** I will not hand over any more: forget what is staged, and give back what you have taken. */
  record Abort(String reason) implements Message {}

  /**
   * Nothing more will be taken in this round.
   *
   * @param toGiveBack so many items were taken and now come back
   */
  record Aborted(int toGiveBack) implements Message {}

  /**
   * Which of these items do you serve? Belongs to no round.
   *
   * @param ids in the order in which they are wanted
   * @param application whose sessions they are to be; empty for any
   * @param more questions of the same kind, for other requests; an earlier agent passes them over
   */
  record WhoHas(List<ItemId> ids, String application, List<Sought> more) implements Message {
    public WhoHas {
      ids = List.copyOf(ids);
      more = List.copyOf(more);
    }

    /** A single question. */
    public WhoHas(List<ItemId> ids, String application) {
      this(ids, application, List.of());
    }
  }

  /** What one request seeks; see {@link WhoHas}. */
  record Sought(List<ItemId> ids, String application) {
    public Sought {
      ids = List.copyOf(ids);
    }
  }

  /**
   * Where the first of them is that the application has; failing that, where one is that another
   * application has.
   *
   * @param server its owner, if it is ELSEWHERE; else empty
   * @param index of the item among those asked for; negative if it is not known to be the
   *     application's, or not said
   * @param more answers to the further questions, one each; none from an earlier agent
   */
  record Has(Where where, String server, int index, List<Found> more) implements Message {
    public Has {
      more = List.copyOf(more);
    }

    /** Of a single question. */
    public Has(Where where, String server, int index) {
      this(where, server, index, List.of());
    }

    /** Of which no more is known than where it is. */
    public Has(Where where, String server) {
      this(where, server, -1);
    }
  }

  /** The answer to one further question; see {@link Has}. */
  record Found(Where where, String server, int index) {}

  /**
   * Which sessions do you have? I know what you had by then; zeros if I know nothing. Belongs to no
   * round.
   *
   * @param life yours
   * @param version of your list
   * @param count so many additions to it
   * @param promiseMillis for so long a promise would be welcome, see {@link Ids}; 0 for none
   */
  record WhichIds(long life, long version, int count, int promiseMillis) implements Message {}

  /**
   * The sessions that I have, as a filter of hashes of their ids.
   *
   * @param count so many additions to that version are known with this answer
   * @param bytes according to the kind
   * @param promiseMillis for so long, from when you asked, no client hears from me of a session
   *     that is not in the list as of this answer; 0 if I promise nothing
   */
  record Ids(long life, long version, int count, Kind kind, StateBytes bytes, int promiseMillis)
      implements Message {
    /** What is said. */
    public enum Kind {
      /** Ask me for each: I have no list, or am taking part in a hand-over. */
      NONE,
      /** Hashes, of 8 bytes each, that were added since; maybe none. */
      ADDED,
      /** The key of the hashes, 16 bytes, and the whole filter. */
      ALL
    }
  }

  /**
   * Could you build this session? On trial: it is forgotten at once, and nobody sees it. Belongs to
   * no round.
   */
  record Rehearse(ItemId id, StateBytes bytes) implements Message {}

  /**
   * What came of it.
   *
   * @param reason why not, in words; empty if I could
   * @param unfit as of a {@link StageFailed}; empty if I could, or have not tried
   */
  record Rehearsed(String reason, String unfit) implements Message {}

  /** Where a session is, as one server knows it. */
  enum Where {
    /** I serve it. */
    HERE,
    /** I have handed it over. */
    ELSEWHERE,
    /** It is being handed over at this moment: ask again. */
    ON_ITS_WAY,
    /** I do not serve it, and have not handed it over. */
    NOT_KNOWN
  }
}
