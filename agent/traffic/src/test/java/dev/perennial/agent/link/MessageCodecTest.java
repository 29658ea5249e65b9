package dev.perennial.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perennial.coordinator.transfer.Digest;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Life;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.StateBytes;
import dev.perennial.coordinator.transfer.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCodecTest {
  private static final ItemId ID = ItemId.session("0123456789ABCDEF");
  private static final Version VERSION = new Version(12, 7);
  private static final Digest DIGEST = Digest.of(new byte[] {1, 2, 3}, 3);
  private static final StateBytes BYTES = new StateBytes(new byte[] {1, 2, 3});

  static Stream<Message> messages() {
    return Stream.of(
        new Message.Offer("print", 3, 400, List.of("a: b", "")),
        new Message.Accepted(),
        new Message.Accepted(5L << 30),
        new Message.Refused("wegen Überfüllung"),
        new Message.Stage(ID, VERSION, DIGEST, BYTES),
        new Message.Staged(ID, VERSION, DIGEST),
        new Message.StageFailed(ID, VERSION, "no", "localhost/shop\ncart"),
        new Message.Take(ID, VERSION, DIGEST, 13, BYTES),
        new Message.Take(ItemId.part("orders"), VERSION, DIGEST, 13, null),
        new Message.Taken(ID, VERSION, DIGEST),
        new Message.TakeFailed(ID, VERSION, Message.Failure.MISSING, "not staged", ""),
        new Message.TakeFailed(ID, VERSION, Message.Failure.UNFIT, "", Message.WHOLE),
        new Message.TakeFailed(ID, VERSION, Message.Failure.LATE, "", ""),
        new Message.Ask(ID, VERSION, DIGEST),
        new Message.Owns(ID, VERSION, DIGEST, Message.Reply.YES),
        new Message.Owns(ID, VERSION, DIGEST, Message.Reply.NO),
        new Message.Owns(ID, VERSION, DIGEST, Message.Reply.UNKNOWN),
        new Message.Ended(ID, VERSION),
        new Message.Renamed(ID, VERSION, ItemId.session("new")),
        new Message.Noted(ID, VERSION),
        new Message.Rehearse(ID, new StateBytes(new byte[] {1, 2, 3})),
        new Message.Rehearsed("cannot be read", "localhost/shop\ncart"),
        new Message.Done(List.of("session abc: lost", "another")),
        new Message.Abort("held too long"),
        new Message.Aborted(5),
        new Message.WhoHas(List.of(ID, ItemId.session("x")), "localhost/shop"),
        new Message.WhoHas(
            List.of(ID),
            "localhost/shop",
            List.of(new Message.Sought(List.of(ID), ""), new Message.Sought(List.of(), "a"))),
        new Message.Has(Message.Where.HERE, "", 1),
        new Message.Has(Message.Where.HERE, ""),
        new Message.Has(
            Message.Where.NOT_KNOWN,
            "",
            -1,
            List.of(new Message.Found(Message.Where.ELSEWHERE, "B", 0))),
        new Message.WhichIds(3, 17, 5, 50),
        new Message.Ids(3, 17, 6, Message.Ids.Kind.ADDED, BYTES, 40),
        new Message.Ids(3, 18, 0, Message.Ids.Kind.ALL, BYTES, 0),
        new Message.Ids(0, 0, 0, Message.Ids.Kind.NONE, new StateBytes(new byte[0]), 0),
        new Message.Has(Message.Where.ELSEWHERE, "B"),
        new Message.Has(Message.Where.ON_ITS_WAY, ""),
        new Message.Has(Message.Where.NOT_KNOWN, ""));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatIsEncodedComesBack(Message message) throws Exception {
    Envelope envelope = envelope(message);

    assertThat(MessageCodec.decode(MessageCodec.encode(envelope))).isEqualTo(envelope);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void fieldsOfALaterVersionAreSkipped(Message message) throws Exception {
    byte[] bytes = MessageCodec.encode(envelope(message));
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 20);

    assertThat(MessageCodec.decode(longer)).isEqualTo(envelope(message));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatIsCutOffIsNoMessage(Message message) {
    byte[] bytes = MessageCodec.encode(envelope(message));

    for (int length = 0; length < bytes.length; length++) {
      int missing = bytes.length - length;
      if (missing == addedLater(message) || missing == more(message)) {
        // So an earlier agent writes it.
        continue;
      }
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatExceptionOfType(MessageFormatException.class)
          .isThrownBy(() -> MessageCodec.decode(cut));
    }
  }

  /** Returns how many bytes at the end an earlier agent leaves out. */
  private static int addedLater(Message message) {
    if (message instanceof Message.WhoHas m) {
      return Integer.BYTES + m.application().length() + more(message);
    } else if (message instanceof Message.StageFailed m) {
      return Integer.BYTES + m.unfit().length();
    } else if (message instanceof Message.TakeFailed m) {
      return Integer.BYTES + m.unfit().length();
    } else if (message instanceof Message.Done m) {
      return Integer.BYTES + m.left().stream().mapToInt(l -> Integer.BYTES + l.length()).sum();
    }
    if (message instanceof Message.Accepted) {
      return Long.BYTES;
    }
    return message instanceof Message.Has ? Integer.BYTES + more(message) : 0;
  }

  /** Returns how many of these are of further questions, or answers. */
  private static int more(Message message) {
    int bytes = 0;
    if (message instanceof Message.WhoHas m) {
      for (Message.Sought one : m.more()) {
        bytes += 2 * Integer.BYTES + one.application().length();
        bytes += one.ids().stream().mapToInt(i -> 1 + Integer.BYTES + i.name().length()).sum();
      }
    } else if (message instanceof Message.Has m) {
      bytes = m.more().stream().mapToInt(f -> 1 + 2 * Integer.BYTES + f.server().length()).sum();
    }
    return bytes == 0 ? 0 : Integer.BYTES + bytes;
  }

  static Stream<Arguments> ofAnEarlierAgent() {
    return Stream.of(
        Arguments.of(
            new Message.WhoHas(List.of(ID), "localhost/shop"), new Message.WhoHas(List.of(ID), "")),
        Arguments.of(
            new Message.Has(Message.Where.ELSEWHERE, "B", 0),
            new Message.Has(Message.Where.ELSEWHERE, "B", -1)),
        Arguments.of(
            new Message.WhoHas(
                List.of(ID), "shop", List.of(new Message.Sought(List.of(ID), "shop"))),
            new Message.WhoHas(List.of(ID), "")),
        Arguments.of(
            new Message.StageFailed(ID, VERSION, "no", "cart"),
            new Message.StageFailed(ID, VERSION, "no", Message.WHOLE)),
        Arguments.of(
            new Message.TakeFailed(ID, VERSION, Message.Failure.LATE, "no", "cart"),
            new Message.TakeFailed(ID, VERSION, Message.Failure.LATE, "no", "")),
        Arguments.of(new Message.Accepted(7), new Message.Accepted()),
        Arguments.of(new Message.Done(List.of("a line")), new Message.Done(List.of())));
  }

  @ParameterizedTest
  @MethodSource("ofAnEarlierAgent")
  void whatAnEarlierAgentLeavesOutHasItsDefault(Message now, Message then) throws Exception {
    byte[] bytes = MessageCodec.encode(envelope(now));

    assertThat(MessageCodec.decode(Arrays.copyOf(bytes, bytes.length - addedLater(now))))
        .isEqualTo(envelope(then));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aQuestionWhoHasASessionIsKnownByItsFirstBytes(Message message) {
    byte[] bytes =
        MessageCodec.encode(new Envelope(new Life("A", 3), new Life("B", 0), 0, message));

    assertThat(MessageCodec.isWhoHas(bytes)).isEqualTo(message instanceof Message.WhoHas);
    assertThat(MessageCodec.isWhoHas(Arrays.copyOf(bytes, 12))).isFalse();
  }

  @Test
  void everyMessageIsTested() {
    assertThat(messages().map(Object::getClass).distinct())
        .hasSameElementsAs(List.of(Message.class.getPermittedSubclasses()));
  }

  @Test
  void randomAndDamagedBytesGiveAMessageOrTheOneException() {
    Random random = new Random(7);
    List<byte[]> seeds = messages().map(m -> MessageCodec.encode(envelope(m))).toList();
    int understood = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = i % 4 == 0 ? noise(random) : damaged(random, seeds);
      try {
        assertThat(MessageCodec.decode(bytes)).isNotNull();
        understood++;
      } catch (MessageFormatException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }

    assertThat(understood).isPositive();
  }

  @Test
  void aClaimedLengthAllocatesNothing() {
    byte[] bytes = MessageCodec.encode(envelope(new Message.WhoHas(List.of(), "")));
    Arrays.fill(bytes, bytes.length - 8, bytes.length - 4, (byte) 0x7f);

    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> MessageCodec.decode(bytes))
        .withMessageContaining("claims 2139062143");
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    if (bytes.length > 0) {
      bytes[0] = 1;
    }
    return bytes;
  }

  private static byte[] damaged(Random random, List<byte[]> seeds) {
    byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
    for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static Envelope envelope(Message message) {
    return new Envelope(new Life("A", 3), new Life("server-ß", 1L << 40), 9, message);
  }
}
