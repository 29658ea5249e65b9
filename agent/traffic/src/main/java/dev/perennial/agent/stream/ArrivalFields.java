package dev.perennial.agent.stream;

import dev.perennial.agent.container.Arrival;
import dev.perennial.agent.container.Arrival.End;
import dev.perennial.agent.link.FieldReader;
import dev.perennial.agent.link.FieldWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request's {@link Arrival} as fields of a head; later ones go behind them. Stateless. */
final class ArrivalFields {
  private ArrivalFields() {}

  static void write(FieldWriter out, Arrival arrival) {
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
  }

  static Arrival read(FieldReader in) throws IOException {
    return new Arrival(
        in.text(),
        in.i4(),
        in.text(),
        in.text(),
        in.text(),
        Heads.pairs(in),
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
}
