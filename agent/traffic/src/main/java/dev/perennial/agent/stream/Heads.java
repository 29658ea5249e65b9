package dev.perennial.agent.stream;

import dev.perennial.agent.container.Arrival;
import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.link.FieldReader;
import dev.perennial.agent.link.FieldWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Heads of requests and answers as bytes. A later version may add fields at the end; what is
 * missing from an older one takes a default here. Stateless.
 */
final class Heads {
  private static final int RELAYED = 1;
  private static final int RELAYED_AS_NEW = 2;
  private static final int USUAL_BYTES = 1024;

  private Heads() {}

  /**
   * How a stream begins.
   *
   * @param kind of the delivery, never a probe
   * @param body whether one follows
   * @param waits whether the client waits to be asked for it
   * @param arrival what came
   */
  record Opening(Delivery.Kind kind, boolean body, boolean waits, Arrival arrival) {}

  /**
   * How an answer begins.
   *
   * @param status such as 200
   * @param headers names and values alternating
   * @param length of the body in bytes, -1 if it is not known
   * @param trailers whether some follow the body
   */
  record Answer(int status, List<String> headers, long length, boolean trailers) {}

  static FieldWriter write(Opening opening) {
    FieldWriter out = new FieldWriter(USUAL_BYTES);
    out.u1(
        switch (opening.kind()) {
          case RELAYED -> RELAYED;
          case RELAYED_AS_NEW -> RELAYED_AS_NEW;
          case PROBE -> throw new IllegalArgumentException("a probe does not leave its server");
        });
    out.u1((opening.body() ? 1 : 0) | (opening.waits() ? 2 : 0));
    ArrivalFields.write(out, opening.arrival());
    return out;
  }

  static Opening opening(ByteBuffer payload) throws IOException {
    FieldReader in = new FieldReader(payload);
    int kind = in.u1();
    int flags = in.u1();
    Arrival arrival = ArrivalFields.read(in);
    return new Opening(
        switch (kind) {
          case RELAYED -> Delivery.Kind.RELAYED;
          case RELAYED_AS_NEW -> Delivery.Kind.RELAYED_AS_NEW;
          default -> throw new IOException("no request is of kind " + kind);
        },
        (flags & 1) != 0,
        (flags & 2) != 0,
        arrival);
  }

  static FieldWriter write(Answer answer) {
    FieldWriter out = new FieldWriter(USUAL_BYTES);
    out.i4(answer.status());
    out.i8(answer.length());
    out.u1(answer.trailers() ? 1 : 0);
    out.texts(answer.headers());
    return out;
  }

  static Answer answer(ByteBuffer payload) throws IOException {
    FieldReader in = new FieldReader(payload);
    int status = in.i4();
    long length = in.i8();
    boolean trailers = in.u1() != 0;
    return new Answer(status, pairs(in), length, trailers);
  }

  static FieldWriter write(List<String> trailers) {
    FieldWriter out = new FieldWriter(Integer.BYTES);
    if (!trailers.isEmpty()) {
      out.texts(trailers);
    }
    return out;
  }

  static List<String> trailers(ByteBuffer payload) throws IOException {
    return payload.hasRemaining() ? pairs(new FieldReader(payload)) : List.of();
  }

  /** Names and values alternating. */
  static List<String> pairs(FieldReader in) throws IOException {
    List<String> texts = in.texts();
    if (texts.size() % 2 != 0) {
      throw new IOException("a header has no value");
    }
    return texts;
  }
}
