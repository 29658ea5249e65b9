package dev.perennial.agent.link;

import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.Life;
import dev.perennial.coordinator.transfer.Message;
import java.io.IOException;

/**
 * Messages between servers as bytes:
 *
 * <pre>
 * version (1)  from { server, incarnation }  to { server, incarnation }  round  type (1)  fields
 * </pre>
 *
 * A later agent may add fields at the end of any message: they are skipped here, and what is
 * missing from an older one takes a default there. The version changes only when that is not
 * enough. Stateless.
 */
public final class MessageCodec {
  private static final int VERSION = 1;

  private MessageCodec() {}

  /** Returns an envelope as bytes. */
  public static byte[] encode(Envelope envelope) {
    FieldWriter out = new FieldWriter(MessageFields.sizeHint(envelope.message()));
    out.u1(VERSION);
    life(out, envelope.from());
    life(out, envelope.to());
    out.i8(envelope.round());
    MessageFields.write(out, envelope.message());
    return out.bytes();
  }

  /**
   * Returns the envelope that {@link #encode} made bytes of. Allocates no more than a small
   * multiple of the bytes, whatever they claim.
   *
   * @throws MessageFormatException if they are no such bytes
   */
  public static Envelope decode(byte[] bytes) throws MessageFormatException {
    try {
      FieldReader in = new FieldReader(bytes);
      int version = in.u1();
      if (version != VERSION) {
        throw new MessageFormatException(
            "message is of version " + version + "; understood is " + VERSION);
      }
      Life from = life(in);
      Life to = life(in);
      long round = in.i8();
      Message message = MessageFields.read(in);
      return new Envelope(from, to, round, message);
    } catch (MessageFormatException e) {
      throw e;
    } catch (IOException e) {
      throw new MessageFormatException("message of " + bytes.length + " bytes: " + e, e);
    }
  }

  /** Returns whether these are the bytes of a question who has a session; looks at no more. */
  public static boolean isWhoHas(byte[] bytes) {
    try {
      FieldReader in = new FieldReader(bytes);
      if (in.u1() != VERSION) {
        return false;
      }
      Life unused = life(in);
      unused = life(in);
      long round = in.i8();
      return round == 0 && in.u1() == MessageFields.WHO_HAS;
    } catch (IOException e) {
      return false;
    }
  }

  private static void life(FieldWriter out, Life life) {
    out.text(life.server());
    out.i8(life.incarnation());
  }

  private static Life life(FieldReader in) throws IOException {
    return new Life(in.text(), in.i8());
  }
}
