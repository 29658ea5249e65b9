package dev.perennial.agent.stream;

import dev.perennial.agent.link.FieldReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings each frame of a connection to the stream that it is for. Confined to one thread. */
final class FrameDispatch implements FrameReader.Taker {
  private final StreamConnection connection;
  private final Consumer<IncomingRequest> served;

  /**
   * @param served takes what the peer opens, and must not wait
   */
  FrameDispatch(StreamConnection connection, Consumer<IncomingRequest> served) {
    this.connection = connection;
    this.served = served;
  }

  @Override
  public @Nullable Stream take(FrameType type, long id, ByteBuffer payload) throws IOException {
    switch (type) {
      case PING -> connection.sender.pong();
      case PONG -> connection.pulse.pong();
      case OPEN -> begin(id, payload);
      case DATA, END, CREDIT, ANSWER, NOT_HERE, RESET, PART -> {
        Stream stream = connection.stream(id);
        if (stream != null) {
          stream.heardNanos = connection.pulse.heardNanos();
          take(stream, type, payload);
        }
        return stream;
      }
    }
    return null;
  }

  private static void take(Stream stream, FrameType type, ByteBuffer payload) throws IOException {
    switch (type) {
      case DATA -> stream.in.put(payload);
      case CREDIT -> stream.out.add(new FieldReader(payload).i4());
      case RESET -> {
        FieldReader in = new FieldReader(payload);
        stream.reset(Reset.of(in.u1()), in.text());
      }
      case OPEN, END, ANSWER, NOT_HERE, PING, PONG, PART -> stream.take(type, payload);
    }
  }

  private void begin(long id, ByteBuffer payload) throws IOException {
    IncomingRequest request = new IncomingRequest(connection, id, Heads.opening(payload));
    if (connection.begin(request)) {
      served.accept(request);
    } else {
      request.refuse("too many requests are on their way from " + connection.peer());
    }
  }
}
