package dev.perennial.agent.stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What another server sends on a connection for requests. */
class FrameReaderFuzzTest {
  @FuzzTest
  void onlyFormatErrorsComeOut(byte[] data) {
    FrameReader reader =
        new FrameReader(
            1 << 20,
            (type, id, payload) -> {
              switch (type) {
                case OPEN -> Heads.opening(payload);
                case ANSWER -> Heads.answer(payload);
                case END -> Heads.trailers(payload);
                case DATA, CREDIT, NOT_HERE, RESET, PING, PONG, PART -> {}
              }
              return null;
            });
    try {
      // As it comes from two chunks: parts of a frame go over their borders.
      int half = data.length / 2;
      reader.read(ByteBuffer.wrap(data, 0, half));
      reader.read(ByteBuffer.wrap(data, half, data.length - half));
    } catch (IOException e) {
      // This is how it is refused.
    }
  }
}
