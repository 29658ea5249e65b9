package dev.perennial.coordinator.transfer;

import dev.perennial.coordinator.transfer.Scenario.Broken;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One state of the whole: server A hands over to B (and, if that is given up, to C), messages on
 * their way, and what clients have been told.
 */
final class Model {
  /** How far A has come. */
  enum Phase {
    OFFERING,
    COPYING,
    IN_SYNC,
    SWITCHING,
    DONE,
    RESTARTED,
    ABORTING,
    /** Given up: everything is as it was. */
    BACK,
    /** One server is out and the other has taken over. */
    SURVIVED
  }

  /** The case of allowed loss in which a write was lost. */
  enum Loss {
    L1,
    L2,
    L3
  }

  /** A client knows that the session has ended. */
  static final int ENDED = -1;

  /** The item is lost as a whole, which is allowed and noted. */
  static final int GONE = -2;

  final Scenario scenario;
  final List<ItemId> ids;
  final Node a;
  final Node b;
  final Node c;

  /** What A hands over to in the present round. */
  boolean toC;

  Phase phase = Phase.OFFERING;

  /** Sent and not yet delivered. A set: the same message twice is a duplicate, which is counted. */
  final Set<Envelope> network;

  /** The last state that a client was told of. */
  final TreeMap<ItemId, Integer> told = new TreeMap<>();

  final Set<Loss> losses;
  int writes;
  int ends;
  int lose;
  int duplicates;
  int timeouts;
  int failures;
  int crashes;
  int cuts;
  int aborts;

  /** Something that must never be; null while all is well. */
  @Nullable String violation;

  Model(Scenario scenario) {
    this.scenario = scenario;
    this.ids = new ArrayList<>();
    for (int i = 0; i < scenario.parts(); i++) {
      ids.add(ItemId.part("p" + i));
    }
    for (int i = 0; i < scenario.sessions(); i++) {
      ids.add(ItemId.session("s" + i));
    }
    a = new Node(new Life("A", 1));
    b = new Node(new Life("B", 1));
    c = new Node(new Life("C", 1));
    network = new LinkedHashSet<>();
    losses = EnumSet.noneOf(Loss.class);
    writes = scenario.writes();
    ends = scenario.ends();
    lose = scenario.losses();
    duplicates = scenario.duplicates();
    timeouts = scenario.timeouts();
    failures = scenario.failures();
    crashes = scenario.crashes();
    cuts = scenario.cuts();
    aborts = scenario.aborts();
    begin(1, b);
    for (ItemId id : ids) {
      a.content.put(id, 1);
      told.put(id, 1);
    }
  }

  Model(Model other) {
    scenario = other.scenario;
    ids = other.ids;
    a = new Node(other.a);
    b = new Node(other.b);
    c = new Node(other.c);
    toC = other.toC;
    phase = other.phase;
    network = new LinkedHashSet<>(other.network);
    told.putAll(other.told);
    losses = EnumSet.copyOf(other.losses);
    writes = other.writes;
    ends = other.ends;
    lose = other.lose;
    duplicates = other.duplicates;
    timeouts = other.timeouts;
    failures = other.failures;
    crashes = other.crashes;
    cuts = other.cuts;
    aborts = other.aborts;
  }

  void begin(long round, Node successor) {
    a.old = a.ledger;
    a.ledger = new TransferLedger(a.life, successor.life, round, 0);
    for (ItemId id : ids) {
      if (a.old == null || a.old.place(id) == Place.HERE) {
        a.ledger.source().own(id);
      }
    }
    phase = Phase.OFFERING;
    toC = successor == c;
    offer();
  }

  void offer() {
    send(sourceLedger().envelope(new Message.Offer("", 0, 0, List.of())));
  }

  /** Returns the ledger of A's present round. */
  TransferLedger sourceLedger() {
    return java.util.Objects.requireNonNull(a.ledger);
  }

  Node successor() {
    return toC ? c : b;
  }

  Node node(Life life) {
    return switch (life.server()) {
      case "A" -> a;
      case "B" -> b;
      default -> c;
    };
  }

  void send(Envelope envelope) {
    if (node(envelope.to()).alive) {
      network.add(envelope);
    }
  }

  /** Sends what there is to send. */
  void send(TransferLedger from, java.util.Optional<? extends Message> message) {
    message.ifPresent(m -> send(from.envelope(m)));
  }

  static Digest digest(int state) {
    return new Digest(state, 0, 0, 0);
  }

  static StateBytes bytes(int state) {
    return new StateBytes(ByteBuffer.allocate(4).putInt(state).array());
  }

  static int state(StateBytes bytes) {
    return ByteBuffer.wrap(bytes.array()).getInt();
  }

  /** Captures and stages, as a shell does. */
  void stage(Node node, TransferLedger ledger, ItemId id) {
    Integer state = node.content.get(id);
    if (ledger.place(id) == Place.ENDED) {
      send(ledger, ledger.source().tombstone(id));
    } else if (state != null && ledger.source().begin(id)) {
      send(ledger, ledger.source().captured(id, digest(state), bytes(state)));
    }
  }

  /** Hands over, as a shell does: first without bytes, then with them. */
  void take(Node node, TransferLedger ledger, ItemId id) {
    java.util.Optional<Message.Take> plain = ledger.source().take(id);
    Integer state = node.content.get(id);
    if (plain.isEmpty() && state != null && ledger.source().begin(id)) {
      plain = ledger.source().take(id, digest(state), bytes(state));
    }
    send(ledger, plain);
  }

  void deliver(Envelope sent) {
    Node to = node(sent.to());
    if (!to.alive) {
      return;
    }
    if (sent.message() instanceof Message.Offer) {
      boolean over =
          to.book.with(sent.from().server()).filter(l -> l.target().givingBack()).isPresent();
      if (over && to.arriving.isEmpty() && scenario.broken().contains(Broken.ROUND_IS_FORGOTTEN)) {
        to.book = new RoundBook(to.life);
      }
      send(sent.answer(to.book.offered(sent, "")));
      return;
    }
    TransferLedger ledger = to.ledger(sent.from(), sent.round());
    if (ledger == null) {
      return;
    }
    Envelope envelope = Sabotage.tamper(scenario, ledger, sent);
    carryOut(to, ledger, envelope, ledger.on(envelope));
    Sabotage.forget(scenario, ledger, sent.message());
    if (sent.message() instanceof Message.Accepted
        && ledger == a.ledger
        && phase == Phase.OFFERING) {
      phase = Phase.COPYING;
    }
  }

  private void carryOut(Node node, TransferLedger ledger, Envelope envelope, Step step) {
    if (step instanceof Step.Answer answer) {
      send(envelope.answer(answer.message()));
    } else if (step instanceof Step.Build build) {
      Message answer = ledger.target().staged(build.id(), build.version(), build.digest());
      if (answer instanceof Message.Staged) {
        node.kept.put(build.id(), state(build.bytes()));
      }
      send(envelope.answer(answer));
    } else if (step instanceof Step.Publish publish) {
      arrive(node, ledger, publish);
    } else if (step instanceof Step.HandedOver over) {
      node.kept.put(over.id(), java.util.Objects.requireNonNull(node.content.remove(over.id())));
    } else if (step instanceof Step.Discard discard) {
      node.kept.remove(discard.id());
      send(envelope.answer(discard.answer()));
    } else if (step instanceof Step.GiveBack giveBack) {
      node.kept.clear();
      send(envelope.answer(giveBack.answer()));
    }
  }

  void arrive(Node node, TransferLedger ledger, Step.Publish publish) {
    StateBytes bytes = publish.bytes();
    int state =
        bytes == null
            ? java.util.Objects.requireNonNull(node.kept.get(publish.id()))
            : state(bytes);
    if (!digest(state).equals(publish.digest())) {
      violation = "what is kept of " + publish.id() + " is not what is published";
    }
    node.arriving.put(
        publish.id(), new Node.Arrival(ledger.peer(), ledger.round(), publish.version(), state));
  }

  void publish(Node node, ItemId id, boolean works) {
    Node.Arrival arrival = java.util.Objects.requireNonNull(node.arriving.remove(id));
    TransferLedger ledger =
        java.util.Objects.requireNonNull(node.ledger(arrival.peer(), arrival.round()));
    node.kept.remove(id);
    Message answer;
    if (works) {
      node.content.put(id, arrival.state());
      answer = ledger.target().published(id, arrival.version());
    } else {
      answer = ledger.target().publishFailed(id, arrival.version(), "", Message.WHOLE);
    }
    send(new Envelope(node.life, arrival.peer(), arrival.round(), answer));
    Sabotage.forget(scenario, ledger, answer);
  }

  boolean isUnderWay(ItemId id) {
    return network.stream().anyMatch(e -> id.equals(idOf(e.message())));
  }

  boolean isUnderWay(Class<?>... types) {
    return network.stream().anyMatch(e -> List.of(types).contains(e.message().getClass()));
  }

  static @Nullable ItemId idOf(Message m) {
    if (m instanceof Message.Stage x) {
      return x.id();
    } else if (m instanceof Message.Staged x) {
      return x.id();
    } else if (m instanceof Message.StageFailed x) {
      return x.id();
    } else if (m instanceof Message.Take x) {
      return x.id();
    } else if (m instanceof Message.Taken x) {
      return x.id();
    } else if (m instanceof Message.TakeFailed x) {
      return x.id();
    } else if (m instanceof Message.Ask x) {
      return x.id();
    } else if (m instanceof Message.Owns x) {
      return x.id();
    } else if (m instanceof Message.Ended x) {
      return x.id();
    } else if (m instanceof Message.Noted x) {
      return x.id();
    }
    return null;
  }
}
