package dev.perennial.agent.link;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to another agent whose two ends have proven who they are, for chunks of bytes that
 * are sealed on their way. One thread may write at a time, and one read; any may close.
 */
public final class Channel implements AutoCloseable {
  /** Most bytes of one chunk. */
  public static final int MAX_BYTES = SealedChunks.MAX_BYTES;

  private final Socket socket;
  private final LinkPeer peer;
  private final SealedChunks chunks;

  private Channel(Socket socket, LinkPeer peer, SealedChunks chunks) {
    this.socket = socket;
    this.peer = peer;
    this.chunks = chunks;
  }

  static Channel ofClient(Socket socket, Greeting.Result greeting) throws IOException {
    SessionKeys keys = greeting.keys();
    return new Channel(
        socket,
        greeting.peer(),
        new SealedChunks(
            socket.getInputStream(), socket.getOutputStream(), keys.toServer(), keys.toClient()));
  }

  static Channel ofServer(Socket socket, Greeting.Result greeting) throws IOException {
    SessionKeys keys = greeting.keys();
    return new Channel(
        socket,
        greeting.peer(),
        new SealedChunks(
            socket.getInputStream(), socket.getOutputStream(), keys.toClient(), keys.toServer()));
  }

  /** Returns who is at the other end, authenticated. */
  public LinkPeer peer() {
    return peer;
  }

  /** Sends one chunk, of {@link #MAX_BYTES} at most. Waits while the peer does not read. */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    chunks.write(bytes, offset, length);
  }

  /**
   * Returns the next chunk, or null if the peer has hung up between two. The bytes are good until
   * the next call.
   */
  public @Nullable ByteBuffer read() throws IOException {
    return chunks.read();
  }

  /** Hangs up. Idempotent. */
  @Override
  public void close() {
    Sockets.close(socket);
  }
}
