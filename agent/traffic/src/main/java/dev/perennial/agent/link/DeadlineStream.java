package dev.perennial.agent.link;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** Reads and writes of one socket that must all be over before one deadline. */
final class DeadlineStream {
  private final Socket socket;
  private final InputStream in;
  private final Deadline deadline;

  DeadlineStream(Socket socket, Deadline deadline) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.deadline = deadline;
  }

  /** What a handshake writes always fits into the socket's buffer. */
  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  byte[] read(int length) throws IOException {
    byte[] bytes = new byte[length];
    int have;
    try {
      have = in.readNBytes(bytes, 0, length);
    } catch (IOException e) {
      if (deadline.hasPassed()) {
        throw late();
      }
      throw e;
    }
    if (have < length) {
      throw new LinkRefusedException("the peer hung up in the middle of the handshake");
    }
    return bytes;
  }

  /** The handshake is over; the deadline counts no more. */
  void end() throws LinkRefusedException {
    if (!deadline.isMet()) {
      throw late();
    }
  }

  private LinkRefusedException late() {
    return new LinkRefusedException(
        "the peer did not finish the handshake within " + deadline.limit().toMillis() + " ms");
  }
}
