package dev.perennial.coordinator.transfer;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reduces a state to 128 bits; two different states never meet in practice. */
record StateHash(long high, long low) {
  private static final int NODES = 3;

  static StateHash of(Model m) {
    Mixer mixer = new Mixer();
    mixer.add(m.phase.name().hashCode());
    mixer.add(m.toC ? 1 : 0);
    m.losses.forEach(l -> mixer.add(l.name().hashCode()));
    map(mixer, m.told);
    mixer.add(pack(m.writes, m.ends, m.lose, m.duplicates, m.timeouts));
    mixer.add(pack(m.failures, m.crashes, m.cuts, m.aborts, 0));
    Node[] nodes = {m.a, m.b, m.c};
    for (int i = 0; i < NODES; i++) {
      node(mixer, nodes[i]);
    }
    long high = 0;
    long low = 0;
    for (Envelope sent : m.network) {
      // A set has no order.
      StateHash each = message(sent);
      high += each.high;
      low += each.low;
    }
    mixer.add(high);
    mixer.add(low);
    return mixer.hash();
  }

  private static void node(Mixer mixer, Node node) {
    mixer.add((node.alive ? 1 : 0) | (node.suspended ? 2 : 0) | (node.out ? 4 : 0));
    map(mixer, node.content);
    map(mixer, node.kept);
    mixer.add(node.arriving.size());
    node.arriving.forEach(
        (id, arrival) -> {
          id(mixer, id);
          mixer.add(arrival.round());
          mixer.add(arrival.state());
          version(mixer, arrival.version());
        });
    ledger(mixer, node.ledger);
    ledger(mixer, node.old);
    ledger(mixer, node.book.with("A").orElse(null));
  }

  private static void ledger(Mixer mixer, @Nullable TransferLedger ledger) {
    if (ledger == null) {
      mixer.add(-7);
      return;
    }
    Items items = ledger.items();
    mixer.add(ledger.round());
    mixer.add(items.nextTerm);
    mixer.add(items.term);
    mixer.add(
        (items.begun ? 1 : 0)
            | (items.aborted ? 2 : 0)
            | (items.givingBack ? 4 : 0)
            | (items.over ? 8 : 0));
    for (Map.Entry<ItemId, Item> entry : new TreeMap<>(items.all()).entrySet()) {
      Item item = entry.getValue();
      id(mixer, entry.getKey());
      mixer.add(item.place.name().hashCode());
      mixer.add(
          (item.dirty ? 8 : 0)
              | (item.renew ? 16 : 0)
              | (item.acknowledged ? 32 : 0)
              | (items.pending.contains(entry.getKey()) ? 64 : 0));
      mixer.add(item.term);
      version(mixer, item.version);
      version(mixer, item.staged);
      version(mixer, item.fence);
      version(mixer, item.taken);
      version(mixer, item.tombstone);
      digest(mixer, item.digest);
      digest(mixer, item.stagedDigest);
      digest(mixer, item.takenDigest);
    }
  }

  private static StateHash message(Envelope sent) {
    Mixer mixer = new Mixer();
    mixer.add(sent.from().server().charAt(0) * 256 + sent.to().server().charAt(0));
    mixer.add(sent.round());
    Message message = sent.message();
    mixer.add(message.getClass().getSimpleName().hashCode());
    ItemId id = Model.idOf(message);
    if (id != null) {
      id(mixer, id);
    }
    if (message instanceof Message.Stage m) {
      version(mixer, m.version());
      digest(mixer, m.digest());
    } else if (message instanceof Message.Staged m) {
      version(mixer, m.version());
      digest(mixer, m.digest());
    } else if (message instanceof Message.StageFailed m) {
      version(mixer, m.version());
    } else if (message instanceof Message.Take m) {
      version(mixer, m.version());
      digest(mixer, m.digest());
      mixer.add(m.bytes() == null ? 0 : m.term());
    } else if (message instanceof Message.Taken m) {
      version(mixer, m.version());
      digest(mixer, m.digest());
    } else if (message instanceof Message.TakeFailed m) {
      version(mixer, m.version());
      mixer.add(m.failure().name().hashCode());
    } else if (message instanceof Message.Ask m) {
      version(mixer, m.version());
      digest(mixer, m.digest());
    } else if (message instanceof Message.Owns m) {
      version(mixer, m.version());
      digest(mixer, m.digest());
      mixer.add(m.reply().name().hashCode());
    } else if (message instanceof Message.Ended m) {
      version(mixer, m.version());
    } else if (message instanceof Message.Noted m) {
      version(mixer, m.version());
    } else if (message instanceof Message.Aborted m) {
      mixer.add(m.toGiveBack());
    } else if (message instanceof Message.Refused m) {
      mixer.add(m.reason().hashCode());
    }
    return mixer.hash();
  }

  private static void map(Mixer mixer, TreeMap<ItemId, Integer> map) {
    mixer.add(map.size());
    map.forEach(
        (id, state) -> {
          id(mixer, id);
          mixer.add(state);
        });
  }

  private static void id(Mixer mixer, ItemId id) {
    mixer.add(id.name().hashCode());
  }

  private static void version(Mixer mixer, Version version) {
    mixer.add(version.term() << 32 | version.counter());
  }

  private static void digest(Mixer mixer, @Nullable Digest digest) {
    mixer.add(digest == null ? -9 : digest.a());
  }

  private static long pack(int a, int b, int c, int d, int e) {
    return a | b << 5 | c << 10 | d << 15 | e << 20;
  }

  /** Two hashes side by side, with the finalizer of SplitMix64 for each step. */
  private static final class Mixer {
    private long high = 0x243F6A8885A308D3L;
    private long low = 0x13198A2E03707344L;

    void add(long value) {
      high = mix(high + value * 0x9E3779B97F4A7C15L);
      low = mix((low ^ value) * 0xC2B2AE3D27D4EB4FL + 0x165667B19E3779F9L);
    }

    StateHash hash() {
      return new StateHash(high, low);
    }

    private static long mix(long z) {
      long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
      return b ^ (b >>> 31);
    }
  }
}
