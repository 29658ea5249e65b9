package dev.perennial.agent.servers;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection of a web server to an AJP connector. */
final class AjpClient implements AutoCloseable {
  private static final int FORWARD_REQUEST = 2;
  private static final int GET = 2;
  private static final int QUERY_STRING = 5;
  private static final int END = 0xff;
  private static final int SEND_BODY_CHUNK = 3;
  private static final int SEND_HEADERS = 4;
  private static final int END_RESPONSE = 5;
  private static final int GET_BODY_CHUNK = 6;

  private final Socket socket;
  private final DataInputStream in;

  AjpClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    in = new DataInputStream(socket.getInputStream());
  }

  /**
   * An answer.
   *
   * @param reuse whether the connection may be used again
   */
  record Answer(int status, String body, boolean reuse) {}

  Answer get(String path, String query) throws IOException {
    send(path, query);
    return read();
  }

  void send(String path, String query) throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(packet);
    out.writeByte(FORWARD_REQUEST);
    out.writeByte(GET);
    string(out, "HTTP/1.1");
    string(out, path);
    string(out, "192.0.2.7");
    string(out, "client.example");
    string(out, "shop.example");
    out.writeShort(443);
    out.writeBoolean(true);
    out.writeShort(0);
    out.writeByte(QUERY_STRING);
    string(out, query);
    out.writeByte(END);
    byte[] bytes = packet.toByteArray();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    DataOutputStream framed = new DataOutputStream(whole);
    framed.writeShort(0x1234);
    framed.writeShort(bytes.length);
    framed.write(bytes);
    socket.getOutputStream().write(whole.toByteArray());
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    out.writeShort(bytes.length);
    out.write(bytes);
    out.writeByte(0);
  }

  Answer read() throws IOException {
    int status = -1;
    StringBuilder body = new StringBuilder();
    while (true) {
      int magic = in.readUnsignedShort();
      byte[] packet = new byte[in.readUnsignedShort()];
      in.readFully(packet);
      switch (packet[0]) {
        case SEND_HEADERS -> status = ((packet[1] & 0xff) << 8) | (packet[2] & 0xff);
        case SEND_BODY_CHUNK -> {
          int length = ((packet[1] & 0xff) << 8) | (packet[2] & 0xff);
          body.append(new String(packet, 3, length, StandardCharsets.UTF_8));
        }
        case END_RESPONSE -> {
          return new Answer(status, body.toString(), packet[1] == 1);
        }
        // There is none.
        case GET_BODY_CHUNK -> socket.getOutputStream().write(new byte[] {0x12, 0x34, 0, 0});
        default -> throw new IOException("packet " + packet[0] + " of " + magic);
      }
    }
  }

  /** Returns whether the server has closed the connection. */
  boolean isClosed() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
