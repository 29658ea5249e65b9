package dev.perennial.agent.servers;

import dev.perennial.agent.servers.RawClient.Answer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A proxy that speaks AJP 1.3, for a client that it has authenticated over TLS. */
final class AjpProxy {
  private static final List<String> METHODS =
      List.of("", "OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE");
  private static final List<String> ANSWER_HEADERS =
      List.of(
          "",
          "Content-Type",
          "Content-Language",
          "Content-Length",
          "Date",
          "Last-Modified",
          "Location",
          "Set-Cookie");
  private static final int CODED = 0xA000;
  private static final int MOST_BYTES = 8184;

  private final int port;
  private final byte[] certificate;
  private final boolean isTls;

  /**
   * @param certificate of the client, in DER
   * @param isTls whether the proxy was spoken to over TLS
   */
  AjpProxy(int port, byte[] certificate, boolean isTls) {
    this.port = port;
    this.certificate = certificate;
    this.isTls = isTls;
  }

  Answer call(Call call) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      out.write(packet(head(call)));
      Body body = new Body(call.body());
      if (call.body().length > 0 && !call.chunked()) {
        out.write(body.next(MOST_BYTES));
      }
      return answer(in, out, body);
    }
  }

  private byte[] head(Call call) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    int query = call.target().indexOf('?');
    out.writeByte(2);
    out.writeByte(METHODS.indexOf(call.method()));
    text(out, "HTTP/1.1");
    text(out, query < 0 ? call.target() : call.target().substring(0, query));
    text(out, "192.0.2.7");
    text(out, "client.example");
    text(out, "proxy.example");
    out.writeShort(isTls ? 443 : 80);
    out.writeBoolean(isTls);
    List<String> headers = new ArrayList<>(call.headers());
    headers.add("Host: shop.example:8080");
    headers.add(
        call.chunked() ? "Transfer-Encoding: chunked" : "Content-Length: " + call.body().length);
    out.writeShort(headers.size());
    for (String header : headers) {
      text(out, header.substring(0, header.indexOf(':')));
      text(out, header.substring(header.indexOf(':') + 1).strip());
    }
    attributes(out, query < 0 ? null : call.target().substring(query + 1));
    return bytes.toByteArray();
  }

  private void attributes(DataOutputStream out, String query) throws IOException {
    out.writeByte(3);
    text(out, "alice");
    out.writeByte(4);
    text(out, "BASIC");
    if (query != null) {
      out.writeByte(5);
      text(out, query);
    }
    if (isTls) {
      out.writeByte(7);
      out.writeShort(certificate.length);
      out.write(certificate);
      out.writeByte(0);
      out.writeByte(8);
      text(out, "TLS_AES_128_GCM_SHA256");
      out.writeByte(9);
      text(out, "0123ABCD");
      out.writeByte(11);
      out.writeShort(128);
      own(out, "AJP_SSL_PROTOCOL", "TLSv1.3");
    }
    own(out, "AJP_REMOTE_PORT", "4711");
    own(out, "AJP_LOCAL_ADDR", "192.0.2.1");
    own(out, "JK_LB_ACTIVATION", "ACT");
    own(out, "own.place", "here");
    out.writeByte(0xFF);
  }

  private static void own(DataOutputStream out, String name, String value) throws IOException {
    out.writeByte(10);
    text(out, name);
    text(out, value);
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    out.writeShort(bytes.length);
    out.write(bytes);
    out.writeByte(0);
  }

  private static byte[] packet(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(0x1234);
    out.writeShort(content.length);
    out.write(content);
    return bytes.toByteArray();
  }

  /** A body in the pieces that the server asks for. */
  private static final class Body {
    private final byte[] bytes;
    private int sent;

    Body(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] next(int most) throws IOException {
      int count = Math.min(bytes.length - sent, Math.min(most, MOST_BYTES));
      if (count == 0) {
        return packet(new byte[0]);
      }
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(content);
      out.writeShort(count);
      out.write(bytes, sent, count);
      sent += count;
      return packet(content.toByteArray());
    }
  }

  private static Answer answer(DataInputStream in, OutputStream out, Body body) throws IOException {
    String status = "";
    List<String> headers = new ArrayList<>();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    while (true) {
      in.readUnsignedShort();
      byte[] packet = in.readNBytes(in.readUnsignedShort());
      DataInputStream data = new DataInputStream(new java.io.ByteArrayInputStream(packet));
      switch (data.readByte()) {
        case 3 -> content.write(data.readNBytes(data.readUnsignedShort()));
        case 4 -> status = head(data, headers);
        case 5 -> {
          return new Answer(status, headers, content.toByteArray());
        }
        case 6 -> out.write(body.next(data.readUnsignedShort()));
        default -> throw new IOException("packet " + packet[0]);
      }
    }
  }

  private static String head(DataInputStream data, List<String> headers) throws IOException {
    String status = "AJP " + data.readUnsignedShort() + " " + text(data, data.readUnsignedShort());
    int count = data.readUnsignedShort();
    for (int i = 0; i < count; i++) {
      int code = data.readUnsignedShort();
      String name = code > CODED ? ANSWER_HEADERS.get(code - CODED) : text(data, code);
      headers.add(name + ": " + text(data, data.readUnsignedShort()));
    }
    return status;
  }

  private static String text(DataInputStream data, int length) throws IOException {
    String text = new String(data.readNBytes(length), StandardCharsets.ISO_8859_1);
    data.readByte();
    return text;
  }
}
