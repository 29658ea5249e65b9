package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.link.MessageCodec;
import dev.perennial.agent.link.MessageFormatException;
import dev.perennial.coordinator.transfer.Digest;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.StateBytes;
import dev.perennial.coordinator.transfer.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A successor that agrees to everything at once, and remembers what it took in which state. */
final class FakeSuccessor implements PeerCalls {
  /** What it does not take, whatever comes. */
  final Set<ItemId> refused = new TreeSet<>();

  final Set<ItemId> taken = new TreeSet<>();
  final Map<ItemId, String> states = new TreeMap<>();

  /** Called with each message before it is answered. */
  volatile Consumer<Message> hears = message -> {};

  private final Map<Digest, String> staged = new HashMap<>();
  private final List<Message> asked = new ArrayList<>();

  synchronized Message last() {
    return asked.get(asked.size() - 1);
  }

  @Override
  public CompletableFuture<byte[]> call(String server, byte[] request) {
    try {
      Envelope envelope = MessageCodec.decode(request);
      hears.accept(envelope.message());
      return CompletableFuture.completedFuture(
          MessageCodec.encode(envelope.answer(answer(envelope.message()))));
    } catch (MessageFormatException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private synchronized Message answer(Message message) {
    asked.add(message);
    if (message instanceof Message.Offer) {
      return new Message.Accepted();
    } else if (message instanceof Message.Stage m) {
      staged.put(m.digest(), text(m.id(), m.bytes()));
      return new Message.Staged(m.id(), m.version(), m.digest());
    } else if (message instanceof Message.Take m && refused.contains(m.id())) {
      return new Message.TakeFailed(
          m.id(), m.version(), Message.Failure.UNFIT, "it does not fit", Message.WHOLE);
    } else if (message instanceof Message.Take m) {
      taken.add(m.id());
      StateBytes bytes = m.bytes();
      states.put(m.id(), bytes == null ? staged.get(m.digest()) : text(m.id(), bytes));
      return new Message.Taken(m.id(), m.version(), m.digest());
    } else if (message instanceof Message.Ask m) {
      return owns(m.id(), m.version(), m.digest());
    } else if (message instanceof Message.Ended m) {
      return new Message.Noted(m.id(), m.version());
    } else if (message instanceof Message.Renamed m) {
      return new Message.Noted(m.id(), m.version());
    } else if (message instanceof Message.Abort) {
      return new Message.Aborted(taken.size());
    }
    return new Message.Noted(ItemId.session(""), Version.NONE);
  }

  private static String text(ItemId id, StateBytes bytes) {
    int clock = id.kind() == ItemId.Kind.SESSION ? Capture.CLOCK_BYTES : 0;
    return new String(bytes.array(), 0, bytes.length() - clock, StandardCharsets.UTF_8);
  }

  private Message owns(ItemId id, Version version, Digest digest) {
    return new Message.Owns(
        id, version, digest, taken.contains(id) ? Message.Reply.YES : Message.Reply.NO);
  }
}
