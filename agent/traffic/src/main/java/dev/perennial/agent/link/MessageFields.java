package dev.perennial.agent.link;

import dev.perennial.coordinator.transfer.Digest;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.StateBytes;
import dev.perennial.coordinator.transfer.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The type and the fields of each message. The numbers are for ever: a type that is given up keeps
 * its number. Both methods are long because they are tables, easier to compare in one piece.
 */
final class MessageFields {
  static final int WHO_HAS = 18;

  private MessageFields() {}

  static int sizeHint(Message message) {
    StateBytes bytes =
        message instanceof Message.Stage m
            ? m.bytes()
            : message instanceof Message.Take t
                ? t.bytes()
                : message instanceof Message.Ids i ? i.bytes() : null;
    if (message instanceof Message.WhoHas m) {
      return 256 + 64 * m.more().size();
    }
    return 256 + (bytes == null ? 0 : bytes.length());
  }

  static void write(FieldWriter out, Message message) {
    if (message instanceof Message.Offer m) {
      out.u1(1);
      out.text(m.fingerprint());
      out.i8(m.items());
      out.i8(m.bytes());
      out.texts(m.unmovable());
    } else if (message instanceof Message.Accepted m) {
      out.u1(2);
      out.i8(m.roomBytes());
    } else if (message instanceof Message.Refused m) {
      out.u1(3);
      out.text(m.reason());
    } else if (message instanceof Message.Stage m) {
      exact(out, 4, m.id(), m.version(), m.digest());
      out.block(m.bytes().array());
    } else if (message instanceof Message.Staged m) {
      exact(out, 5, m.id(), m.version(), m.digest());
    } else if (message instanceof Message.StageFailed m) {
      item(out, 6, m.id(), m.version());
      out.text(m.reason());
      out.text(m.unfit());
    } else if (message instanceof Message.Take m) {
      exact(out, 7, m.id(), m.version(), m.digest());
      out.i8(m.term());
      optional(out, m.bytes());
    } else if (message instanceof Message.Taken m) {
      exact(out, 8, m.id(), m.version(), m.digest());
    } else if (message instanceof Message.TakeFailed m) {
      item(out, 9, m.id(), m.version());
      out.u1(code(m.failure()));
      out.text(m.reason());
      out.text(m.unfit());
    } else if (message instanceof Message.Ask m) {
      exact(out, 10, m.id(), m.version(), m.digest());
    } else if (message instanceof Message.Owns m) {
      exact(out, 11, m.id(), m.version(), m.digest());
      out.u1(code(m.reply()));
    } else if (message instanceof Message.Ended m) {
      item(out, 12, m.id(), m.version());
    } else if (message instanceof Message.Renamed m) {
      item(out, 13, m.id(), m.version());
      id(out, m.newId());
    } else if (message instanceof Message.Noted m) {
      item(out, 14, m.id(), m.version());
    } else if (message instanceof Message.Done m) {
      out.u1(15);
      out.texts(m.left());
    } else if (message instanceof Message.Abort m) {
      out.u1(16);
      out.text(m.reason());
    } else if (message instanceof Message.Aborted m) {
      out.u1(17);
      out.i4(m.toGiveBack());
    } else if (message instanceof Message.WhoHas m) {
      out.u1(WHO_HAS);
      sought(out, m.ids(), m.application());
      if (!m.more().isEmpty()) {
        out.i4(m.more().size());
        m.more().forEach(more -> sought(out, more.ids(), more.application()));
      }
    } else if (message instanceof Message.Has m) {
      out.u1(19);
      found(out, m.where(), m.server(), m.index());
      if (!m.more().isEmpty()) {
        out.i4(m.more().size());
        m.more().forEach(more -> found(out, more.where(), more.server(), more.index()));
      }
    } else if (message instanceof Message.Rehearse m) {
      out.u1(20);
      id(out, m.id());
      out.block(m.bytes().array());
    } else if (message instanceof Message.Rehearsed m) {
      out.u1(21);
      out.text(m.reason());
      out.text(m.unfit());
    } else if (message instanceof Message.WhichIds m) {
      out.u1(22);
      version(out, m.life(), m.version(), m.count());
      out.i4(m.promiseMillis());
    } else if (message instanceof Message.Ids m) {
      out.u1(23);
      version(out, m.life(), m.version(), m.count());
      out.u1(code(m.kind()));
      out.block(m.bytes().array());
      out.i4(m.promiseMillis());
    }
  }

  static Message read(FieldReader in) throws IOException {
    int type = in.u1();
    return switch (type) {
      case 1 -> new Message.Offer(in.text(), in.i8(), in.i8(), in.texts());
      case 2 -> new Message.Accepted(in.hasMore() ? in.i8() : -1);
      case 3 -> new Message.Refused(in.text());
      case 4 -> new Message.Stage(id(in), version(in), digest(in), new StateBytes(in.block()));
      case 5 -> new Message.Staged(id(in), version(in), digest(in));
      case 6 -> new Message.StageFailed(id(in), version(in), in.text(), unfit(in));
      case 7 -> new Message.Take(id(in), version(in), digest(in), in.i8(), optional(in));
      case 8 -> new Message.Taken(id(in), version(in), digest(in));
      case 9 ->
          new Message.TakeFailed(
              id(in), version(in), failure(in.u1()), in.text(), in.hasMore() ? in.text() : "");
      case 10 -> new Message.Ask(id(in), version(in), digest(in));
      case 11 -> new Message.Owns(id(in), version(in), digest(in), reply(in.u1()));
      case 12 -> new Message.Ended(id(in), version(in));
      case 13 -> new Message.Renamed(id(in), version(in), id(in));
      case 14 -> new Message.Noted(id(in), version(in));
      case 15 -> new Message.Done(in.hasMore() ? in.texts() : List.of());
      case 16 -> new Message.Abort(in.text());
      case 17 -> new Message.Aborted(in.i4());
      case WHO_HAS -> new Message.WhoHas(ids(in), in.hasMore() ? in.text() : "", moreSought(in));
      case 19 ->
          new Message.Has(where(in.u1()), in.text(), in.hasMore() ? in.i4() : -1, moreFound(in));
      case 20 -> new Message.Rehearse(id(in), new StateBytes(in.block()));
      case 21 -> new Message.Rehearsed(in.text(), in.text());
      case 22 -> new Message.WhichIds(in.i8(), in.i8(), in.i4(), in.i4());
      case 23 ->
          new Message.Ids(
              in.i8(), in.i8(), in.i4(), kind(in.u1()), new StateBytes(in.block()), in.i4());
      default -> throw new MessageFormatException("no message has type " + type);
    };
  }

  /** An older agent does not say what is at fault: it is all of the item, then. */
  private static String unfit(FieldReader in) throws IOException {
    return in.hasMore() ? in.text() : Message.WHOLE;
  }

  private static void exact(FieldWriter out, int type, ItemId id, Version version, Digest digest) {
    item(out, type, id, version);
    out.raw(digest.toBytes());
  }

  private static void item(FieldWriter out, int type, ItemId id, Version version) {
    out.u1(type);
    id(out, id);
    out.i8(version.term());
    out.i8(version.counter());
  }

  private static void id(FieldWriter out, ItemId id) {
    out.u1(
        switch (id.kind()) {
          case PART -> 1;
          case SESSION -> 2;
        });
    out.text(id.name());
  }

  private static ItemId id(FieldReader in) throws IOException {
    int kind = in.u1();
    return switch (kind) {
      case 1 -> ItemId.part(in.text());
      case 2 -> ItemId.session(in.text());
      default -> throw new MessageFormatException("no item has kind " + kind);
    };
  }

  private static List<ItemId> ids(FieldReader in) throws IOException {
    int count = in.length(1 + Integer.BYTES);
    List<ItemId> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ids.add(id(in));
    }
    return ids;
  }

  private static void sought(FieldWriter out, List<ItemId> ids, String application) {
    out.i4(ids.size());
    ids.forEach(id -> id(out, id));
    out.text(application);
  }

  private static List<Message.Sought> moreSought(FieldReader in) throws IOException {
    List<Message.Sought> more = new ArrayList<>();
    for (int left = in.hasMore() ? in.length(2 * Integer.BYTES) : 0; left > 0; left--) {
      more.add(new Message.Sought(ids(in), in.text()));
    }
    return more;
  }

  private static void found(FieldWriter out, Message.Where where, String server, int index) {
    out.u1(code(where));
    out.text(server);
    out.i4(index);
  }

  private static List<Message.Found> moreFound(FieldReader in) throws IOException {
    List<Message.Found> more = new ArrayList<>();
    for (int left = in.hasMore() ? in.length(1 + 2 * Integer.BYTES) : 0; left > 0; left--) {
      more.add(new Message.Found(where(in.u1()), in.text(), in.i4()));
    }
    return more;
  }

  private static void version(FieldWriter out, long life, long version, int count) {
    out.i8(life);
    out.i8(version);
    out.i4(count);
  }

  private static int code(Message.Ids.Kind kind) {
    return switch (kind) {
      case NONE -> 1;
      case ADDED -> 2;
      case ALL -> 3;
    };
  }

  /** What a later version may say instead of a list is none. */
  private static Message.Ids.Kind kind(int code) {
    return switch (code) {
      case 2 -> Message.Ids.Kind.ADDED;
      case 3 -> Message.Ids.Kind.ALL;
      default -> Message.Ids.Kind.NONE;
    };
  }

  private static Version version(FieldReader in) throws IOException {
    return new Version(in.i8(), in.i8());
  }

  private static Digest digest(FieldReader in) throws IOException {
    return Digest.fromBytes(in.raw(Digest.BYTES));
  }

  private static void optional(FieldWriter out, @Nullable StateBytes bytes) {
    out.u1(bytes == null ? 0 : 1);
    if (bytes != null) {
      out.block(bytes.array());
    }
  }

  private static @Nullable StateBytes optional(FieldReader in) throws IOException {
    return in.u1() == 0 ? null : new StateBytes(in.block());
  }

  private static int code(Message.Failure failure) {
    return switch (failure) {
      case MISSING -> 1;
      case UNFIT -> 2;
      case LATE -> 3;
    };
  }

  /** A reason of a later version is still a refusal. */
  private static Message.Failure failure(int code) {
    return switch (code) {
      case 1 -> Message.Failure.MISSING;
      case 3 -> Message.Failure.LATE;
      default -> Message.Failure.UNFIT;
    };
  }

  private static int code(Message.Reply reply) {
    return switch (reply) {
      case YES -> 1;
      case NO -> 2;
      case UNKNOWN -> 3;
    };
  }

  /** What a later version may answer must not be taken for a yes or no. */
  private static Message.Reply reply(int code) {
    return switch (code) {
      case 1 -> Message.Reply.YES;
      case 2 -> Message.Reply.NO;
      default -> Message.Reply.UNKNOWN;
    };
  }

  private static int code(Message.Where where) {
    return switch (where) {
      case HERE -> 1;
      case ELSEWHERE -> 2;
      case ON_ITS_WAY -> 3;
      case NOT_KNOWN -> 4;
    };
  }

  /** What a later version may answer must not be taken for a yes or no. */
  private static Message.Where where(int code) {
    return switch (code) {
      case 1 -> Message.Where.HERE;
      case 2 -> Message.Where.ELSEWHERE;
      case 4 -> Message.Where.NOT_KNOWN;
      default -> Message.Where.ON_ITS_WAY;
    };
  }
}
