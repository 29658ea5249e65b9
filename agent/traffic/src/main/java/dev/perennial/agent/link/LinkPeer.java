package dev.perennial.agent.link;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Who is at one end of a link; part of what both ends sign.
 *
 * @param server its name
 * @param incarnation of its present life
 * @param purpose what it wants the link for; both ends must say the same
 */
public record LinkPeer(String server, long incarnation, String purpose) {
  private static final int MAX_CHARACTERS = 250;

  public LinkPeer {
    check("server", server);
    check("purpose", purpose);
  }

  /** Longest result of {@link #encode}. */
  static final int MAX_BYTES = 2 * (3 * MAX_CHARACTERS + 2) + Long.BYTES;

  LinkPeer withPurpose(String other) {
    return new LinkPeer(server, incarnation, other);
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(server);
      out.writeLong(incarnation);
      out.writeUTF(purpose);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static LinkPeer decode(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return new LinkPeer(in.readUTF(), in.readLong(), in.readUTF());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return server + "#" + incarnation + " (" + purpose + ")";
  }

  private static void check(String name, String value) {
    if (value.isEmpty() || value.length() > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          name
              + " ("
              + value.length()
              + " characters) must have 1 to "
              + MAX_CHARACTERS
              + " characters");
    }
  }
}
