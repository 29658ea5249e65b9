package dev.perennial.agent.duplex;

import dev.perennial.agent.link.MessageCodec;
import dev.perennial.agent.link.MessageFormatException;
import dev.perennial.coordinator.duplex.Digest;
import dev.perennial.coordinator.duplex.Envelope;
import dev.perennial.coordinator.duplex.ItemId;
import dev.perennial.coordinator.duplex.Message;
import dev.perennial.coordinator.duplex.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** A successor that agrees to everything at once, and remembers what it took. */
final class FakeSuccessor implements PeerCalls {
  final Set<ItemId> taken = new TreeSet<>();
  final List<Message> asked = new ArrayList<>();

  @Override
  public synchronized CompletableFuture<byte[]> call(String server, byte[] request) {
    try {
      Envelope envelope = MessageCodec.decode(request);
      asked.add(envelope.message());
      return CompletableFuture.completedFuture(
          MessageCodec.encode(envelope.answer(answer(envelope.message()))));
    } catch (MessageFormatException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Message answer(Message message) {
    if (message instanceof Message.Offer) {
      return new Message.Accepted();
    } else if (message instanceof Message.Stage m) {
      return new Message.Staged(m.id(), m.version(), m.digest());
    } else if (message instanceof Message.Take m) {
      taken.add(m.id());
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

  private Message owns(ItemId id, Version version, Digest digest) {
    return new Message.Owns(
        id, version, digest, taken.contains(id) ? Message.Reply.YES : Message.Reply.NO);
  }
}
