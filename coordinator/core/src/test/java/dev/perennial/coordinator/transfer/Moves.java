package dev.perennial.coordinator.transfer;

import dev.perennial.coordinator.transfer.Model.Loss;
import dev.perennial.coordinator.transfer.Model.Phase;
import dev.perennial.coordinator.transfer.Scenario.Broken;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** All that can happen next in a state of the model. */
final class Moves {
  private static final Set<Phase> COPYING = EnumSet.of(Phase.COPYING, Phase.IN_SYNC);

  private final Model from;
  private final List<Move> moves = new ArrayList<>();

  /**
   * One thing that happens.
   *
   * @param fault whether it need never happen
   */
  record Move(String name, boolean fault, Model next) {}

  private Moves(Model from) {
    this.from = from;
  }

  static List<Move> of(Model model) {
    Moves moves = new Moves(model);
    moves.network();
    moves.source();
    moves.successors();
    moves.clients();
    moves.faults();
    return moves.moves;
  }

  private void add(String name, boolean fault, Consumer<Model> what) {
    Model next = new Model(from);
    what.accept(next);
    moves.add(new Move(name, fault, next));
  }

  private void network() {
    for (Envelope sent : from.network) {
      String name = sent.from() + ">" + sent.to() + " " + sent.message();
      add(
          "deliver " + name,
          false,
          m -> {
            m.network.remove(sent);
            m.deliver(sent);
          });
      if (from.lose > 0) {
        add(
            "lose " + name,
            true,
            m -> {
              m.lose--;
              m.network.remove(sent);
            });
      }
      if (from.duplicates > 0) {
        add(
            "double " + name,
            true,
            m -> {
              m.duplicates--;
              m.network.remove(sent);
              m.deliver(sent);
              // It stays on its way, also if the answer to it is the same as one before.
              m.network.add(sent);
            });
      }
    }
  }

  /** What server A does by itself. */
  private void source() {
    if (!from.a.alive || from.a.suspended || from.a.out) {
      return;
    }
    TransferLedger ledger = from.sourceLedger();
    switch (from.phase) {
      case OFFERING -> {
        if (!from.isUnderWay(Message.Offer.class, Message.Accepted.class, Message.Refused.class)) {
          add("offer again", false, Model::offer);
        }
      }
      case COPYING, IN_SYNC -> {
        stage();
        if (from.phase == Phase.COPYING && ledger.source().pendingCount() == 0) {
          add("in sync", false, m -> m.phase = Phase.IN_SYNC);
        }
        if (from.phase == Phase.IN_SYNC) {
          add(
              "switch over",
              false,
              m -> {
                m.phase = Phase.SWITCHING;
                m.sourceLedger().source().switching(10);
              });
        }
      }
      case SWITCHING -> {
        handOver(ledger);
        boolean early = from.scenario.broken().contains(Broken.RESTART_BEFORE_LAST_ACK);
        if (ledger.source().allDone() || early) {
          add("done", false, m -> m.phase = Phase.DONE);
        }
      }
      case DONE -> {
        // Whoever restarts has made sure that its successor lives; what dies later was the only
        // owner.
        if (from.successor().alive && !from.successor().out) {
          add("restart", false, Moves::restart);
        }
      }
      case ABORTING -> {
        doubt(from.a, ledger, true);
        if (ledger.source().settled()) {
          add("given up", false, m -> m.phase = Phase.BACK);
        } else if (!from.isUnderWay(Message.Abort.class, Message.Aborted.class)) {
          add("abort again", false, Moves::sayAbort);
        }
      }
      case BACK -> {
        if (from.scenario.secondRound() && !from.toC) {
          add("second round", false, m -> m.begin(2, m.c));
        }
      }
      case RESTARTED, SURVIVED -> {}
    }
    if (from.aborts > 0 && (COPYING.contains(from.phase) || from.phase == Phase.SWITCHING)) {
      add(
          "abort",
          true,
          m -> {
            m.aborts--;
            m.phase = Phase.ABORTING;
            sayAbort(m);
          });
    }
  }

  private static void sayAbort(Model m) {
    m.send(m.sourceLedger().envelope(m.sourceLedger().source().abort("")));
  }

  private static void restart(Model m) {
    m.phase = Phase.RESTARTED;
    m.a.ledger = null;
    m.a.old = null;
    m.a.content.clear();
    m.a.kept.clear();
    m.a.arriving.clear();
    m.a.alive = false;
    m.network.removeIf(e -> e.to().equals(m.a.life));
  }

  private void stage() {
    for (ItemId id : from.sourceLedger().source().pending()) {
      if (!from.isUnderWay(id)) {
        add("stage " + id, false, m -> m.stage(m.a, m.sourceLedger(), id));
      }
    }
  }

  private void handOver(TransferLedger ledger) {
    boolean partsGone =
        from.ids.stream()
            .filter(id -> id.kind() == ItemId.Kind.PART)
            .allMatch(id -> ledger.place(id) == Place.AWAY);
    for (ItemId id : from.ids) {
      boolean turn =
          id.kind() == ItemId.Kind.PART
              || partsGone
              || from.scenario.broken().contains(Broken.SESSIONS_FIRST);
      if (turn && ledger.place(id) == Place.HERE) {
        add("take " + id, false, m -> m.take(m.a, m.sourceLedger(), id));
      }
    }
    doubt(from.a, ledger, false);
  }

  /** Asks again where no answer came; too early, as far as timeouts are left. */
  private void doubt(Node node, TransferLedger ledger, boolean askOnly) {
    for (ItemId id : ledger.in(Place.IN_DOUBT)) {
      boolean early = from.isUnderWay(id) || !from.node(ledger.peer()).arriving.isEmpty();
      if (early && from.timeouts == 0) {
        continue;
      }
      if (from.scenario.broken().contains(Broken.TIMEOUT_IS_A_REFUSAL)) {
        add(
            "guess " + id,
            early,
            m -> {
              m.timeouts -= early ? 1 : 0;
              TransferLedger l = ledgerLike(m, node, ledger);
              l.items().hereAgain(id, l.items().theirs(id));
            });
        continue;
      }
      again(node, ledger, id, early, "ask ", l -> l.source().ask(id));
      if (!askOnly) {
        again(node, ledger, id, early, "again ", l -> l.source().again(id));
      }
    }
  }

  private void again(
      Node node,
      TransferLedger ledger,
      ItemId id,
      boolean early,
      String what,
      java.util.function.Function<TransferLedger, Optional<? extends Message>> message) {
    add(
        node.life + " " + what + id,
        early,
        m -> {
          m.timeouts -= early ? 1 : 0;
          TransferLedger l = ledgerLike(m, node, ledger);
          m.send(l, message.apply(l));
        });
  }

  private static TransferLedger ledgerLike(Model m, Node node, TransferLedger ledger) {
    return java.util.Objects.requireNonNull(
        m.node(node.life).ledger(ledger.peer(), ledger.round()));
  }

  /** What the successors do by themselves, and publications anywhere. */
  private void successors() {
    for (Node node : List.of(from.a, from.b, from.c)) {
      for (ItemId id : node.arriving.keySet()) {
        if (node.alive) {
          add(node.life + " publishes " + id, false, m -> m.publish(m.node(node.life), id, true));
        }
        if (node.alive && from.failures > 0) {
          add(
              node.life + " cannot publish " + id,
              true,
              m -> {
                m.failures--;
                m.publish(m.node(node.life), id, false);
              });
        }
      }
    }
    for (Node node : List.of(from.b, from.c)) {
      TransferLedger ledger = node.book.with("A").orElse(null);
      if (ledger != null && node.alive && !node.out) {
        successor(node, ledger);
      }
    }
  }

  private void successor(Node node, TransferLedger ledger) {
    if (ledger.target().givingBack()) {
      for (ItemId id : ledger.in(Place.HERE)) {
        add(
            node.life + " gives back " + id,
            false,
            m -> {
              TransferLedger l = ledgerLike(m, node, ledger);
              l.source().switching(11);
              m.take(m.node(node.life), l, id);
            });
      }
      doubt(node, ledger, false);
    }
    if (from.a.alive) {
      for (ItemId id : ledger.source().pending()) {
        boolean useless = ledger.target().givingBack() && ledger.place(id) == Place.HERE;
        if (!from.isUnderWay(id) && !useless) {
          add(
              node.life + " stages back " + id,
              false,
              m -> m.stage(m.node(node.life), ledgerLike(m, node, ledger), id));
        }
      }
    }
  }

  private void clients() {
    for (Node node : List.of(from.a, from.b, from.c)) {
      for (ItemId id : from.ids) {
        boolean paused =
            node == from.a && id.kind() == ItemId.Kind.PART && !COPYING.contains(from.phase);
        if (!node.serves(id) || paused || !node.content.containsKey(id)) {
          continue;
        }
        if (from.writes > 0) {
          add(node.life + " writes " + id, true, m -> write(m, m.node(node.life), id));
        }
        if (from.ends > 0 && id.kind() == ItemId.Kind.SESSION) {
          add(node.life + " ends " + id, true, m -> end(m, m.node(node.life), id));
        }
      }
    }
  }

  private static void write(Model m, Node node, ItemId id) {
    m.writes--;
    int state = java.util.Objects.requireNonNull(node.content.get(id)) + 1;
    node.content.put(id, state);
    m.told.put(id, state);
    java.util.Objects.requireNonNull(node.ledgerOf(id)).source().touched(id);
  }

  private static void end(Model m, Node node, ItemId id) {
    m.ends--;
    node.content.remove(id);
    m.told.put(id, Model.ENDED);
    TransferLedger ledger = java.util.Objects.requireNonNull(node.ledgerOf(id));
    m.send(ledger, ledger.source().ended(id));
  }

  private void faults() {
    boolean together =
        from.phase != Phase.RESTARTED
            && from.phase != Phase.SURVIVED
            && from.phase != Phase.BACK
            && !from.scenario.secondRound();
    for (Node node : List.of(from.a, from.b)) {
      Node other = node == from.a ? from.b : from.a;
      if (!together || !other.alive || other.suspended || other.out) {
        continue;
      }
      if (node.alive && from.crashes > 0) {
        add(node.life + " dies", true, m -> die(m, m.node(node.life)));
      }
      if (node.alive && !node.suspended && from.cuts > 0) {
        add(
            node.life + " is cut off",
            true,
            m -> {
              m.cuts--;
              m.node(node.life).suspended = true;
            });
      }
      boolean noLease = from.scenario.broken().contains(Broken.NO_LEASE) && from.cuts > 0;
      if (!node.out && (!node.alive || node.suspended || noLease)) {
        add(
            node.life + " is out",
            node.alive,
            m -> {
              m.cuts -= noLease ? 1 : 0;
              out(m, m.node(node.life), m.node(other.life));
            });
      }
    }
    for (Node node : List.of(from.a, from.b)) {
      if (node.alive && node.suspended && !node.out) {
        add(node.life + " is seen again", false, m -> m.node(node.life).suspended = false);
      }
      if (node.alive && node.out && !node.content.isEmpty()) {
        add(node.life + " learns that it is out", false, m -> forfeit(m.node(node.life)));
      }
    }
  }

  private static void die(Model m, Node node) {
    m.crashes--;
    node.alive = false;
    m.network.removeIf(e -> e.to().equals(node.life));
  }

  private static void forfeit(Node node) {
    TransferLedger ledger = node.ledger;
    if (ledger == null) {
      ledger = node.book.with("A").orElseThrow();
    }
    ledger.forfeit();
    node.content.clear();
    node.kept.clear();
    node.arriving.clear();
  }

  /** The survivor takes over, and every write that is lost by that must be one that may be. */
  private static void out(Model m, Node dead, Node survivor) {
    TransferLedger theirs = dead.ledger != null ? dead.ledger : dead.book.with("A").orElse(null);
    TransferLedger mine =
        survivor.ledger != null ? survivor.ledger : survivor.book.with("A").orElse(null);
    dead.out = true;
    boolean inSync =
        m.phase != Phase.OFFERING && m.phase != Phase.COPYING && m.phase != Phase.ABORTING;
    Loss loss = dead == m.b ? Loss.L3 : inSync ? Loss.L2 : Loss.L1;
    if (mine != null) {
      mine.peerIsOut(12).publish().forEach(p -> m.arrive(survivor, mine, p));
      for (ItemId id : List.copyOf(survivor.arriving.keySet())) {
        m.publish(survivor, id, true);
      }
    }
    for (ItemId id : m.ids) {
      Integer has = survivor.content.get(id);
      int told = java.util.Objects.requireNonNull(m.told.get(id));
      if (told == Model.GONE || (told == Model.ENDED ? has == null : has != null && has == told)) {
        continue;
      }
      boolean givenUp = mine != null && (mine.target().givingBack() || hasRefused(mine, id));
      if (!givenUp && (theirs == null || !mayBeLost(theirs, id))) {
        m.violation =
            "a write to "
                + id
                + " is lost although "
                + survivor.life
                + " had said that it keeps it";
      }
      m.losses.add(loss);
      m.told.put(id, has == null ? Model.GONE : has);
    }
    m.phase = Phase.SURVIVED;
  }

  /** Whether the survivor has not acknowledged what the dead owner has last made of the item. */
  private static boolean mayBeLost(TransferLedger theirs, ItemId id) {
    Item item = theirs.item(id);
    return item != null
        && (theirs.source().pending().contains(id)
            || (item.place == Place.IN_DOUBT && !item.acknowledged));
  }

  /** Whether it could not be put in place: then there is nothing that the survivor could keep. */
  private static boolean hasRefused(TransferLedger mine, ItemId id) {
    Item item = mine.item(id);
    return item != null && item.fence.isAfter(Version.NONE);
  }
}
