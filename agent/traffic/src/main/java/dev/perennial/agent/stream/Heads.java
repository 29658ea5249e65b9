package dev.perennial.agent.stream;

import dev.perennial.agent.container.Arrival;
import dev.perennial.agent.container.Arrival.End;
import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.link.FieldReader;
import dev.perennial.agent.link.FieldWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    Arrival arrival = opening.arrival();
    out.text(arrival.service());
    out.i4(arrival.connector());
    out.text(arrival.method());
    out.text(arrival.target());
    out.text(arrival.protocol());
    out.texts(arrival.headers());
    out.i8(arrival.bodyLength());
    out.text(arrival.scheme());
    out.text(arrival.serverName());
    out.i4(arrival.serverPort());
    end(out, arrival.client());
    end(out, arrival.local());
    connection(out, arrival.connection());
    out.text(arrival.user().name());
    out.text(arrival.user().scheme());
    out.u1(arrival.user().authorize() ? 1 : 0);
    tls(out, arrival.tls());
    out.i4(arrival.attributes().size());
    arrival
        .attributes()
        .forEach(
            (name, value) -> {
              out.text(name);
              out.text(value);
            });
    return out;
  }

  static Opening opening(ByteBuffer payload) throws IOException {
    FieldReader in = new FieldReader(payload);
    int kind = in.u1();
    int flags = in.u1();
    Arrival arrival =
        new Arrival(
            in.text(),
            in.i4(),
            in.text(),
            in.text(),
            in.text(),
            pairs(in),
            in.i8(),
            in.text(),
            in.text(),
            in.i4(),
            end(in),
            end(in),
            connection(in),
            new Arrival.User(in.text(), in.text(), in.u1() != 0),
            tls(in),
            map(in));
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

  private static void end(FieldWriter out, End end) {
    out.text(end.address());
    out.text(end.name());
    out.i4(end.port());
  }

  private static End end(FieldReader in) throws IOException {
    return new End(in.text(), in.text(), in.i4());
  }

  private static void connection(FieldWriter out, Arrival.Connection connection) {
    out.text(connection.kind());
    out.text(connection.peer());
    out.text(connection.id());
    out.text(connection.protocol());
    out.text(connection.protocolId());
    out.text(connection.requestId());
  }

  private static Arrival.Connection connection(FieldReader in) throws IOException {
    return new Arrival.Connection(in.text(), in.text(), in.text(), in.text(), in.text(), in.text());
  }

  private static void tls(FieldWriter out, Arrival.@Nullable Tls tls) {
    out.u1(tls == null ? 0 : 1);
    if (tls != null) {
      out.text(tls.protocol());
      out.text(tls.cipher());
      out.i4(tls.keyBits());
      out.text(tls.session());
      out.text(tls.offeredProtocols());
      out.text(tls.offeredCiphers());
      out.i4(tls.certificates().size());
      tls.certificates().forEach(out::block);
    }
  }

  private static Arrival.@Nullable Tls tls(FieldReader in) throws IOException {
    if (in.u1() == 0) {
      return null;
    }
    String protocol = in.text();
    String cipher = in.text();
    int keyBits = in.i4();
    String session = in.text();
    String offeredProtocols = in.text();
    String offeredCiphers = in.text();
    int count = in.length(Integer.BYTES);
    List<byte[]> certificates = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      certificates.add(in.block());
    }
    return new Arrival.Tls(
        protocol, cipher, keyBits, session, offeredProtocols, offeredCiphers, certificates);
  }

  private static Map<String, String> map(FieldReader in) throws IOException {
    int count = in.length(2 * Integer.BYTES);
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < count; i++) {
      map.put(in.text(), in.text());
    }
    return map;
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
  private static List<String> pairs(FieldReader in) throws IOException {
    List<String> texts = in.texts();
    if (texts.size() % 2 != 0) {
      throw new IOException("a header has no value");
    }
    return texts;
  }
}
