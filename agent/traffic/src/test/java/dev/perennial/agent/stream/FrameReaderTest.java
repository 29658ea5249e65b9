package dev.perennial.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  private static final int LIMIT = 100;

  private final List<String> taken = new ArrayList<>();
  private final FrameReader reader =
      new FrameReader(
          LIMIT,
          (type, id, payload) -> {
            taken.add(type + " " + id + " " + payload.remaining());
            return null;
          });

  private static ByteBuffer frame(int code, long id, int length) {
    return ByteBuffer.allocate(FrameType.HEADER_BYTES + length)
        .put((byte) code)
        .putLong(id)
        .putInt(length)
        .position(FrameType.HEADER_BYTES + length)
        .flip();
  }

  private void read(ByteBuffer... frames) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(1 << 10);
    for (ByteBuffer frame : frames) {
      chunk.put(frame);
    }
    reader.read(chunk.flip());
  }

  @Test
  void aChunkHoldsManyFrames() throws IOException {
    read(frame(2, 7, 3), frame(3, 7, 0), frame(2, 8, 5));

    assertThat(taken).containsExactly("DATA 7 3", "END 7 0", "DATA 8 5");
  }

  @Test
  void partsAreOne() throws IOException {
    read(frame(10, 7, 40));
    read(frame(10, 7, 40), frame(1, 7, 20), frame(2, 7, 1));

    assertThat(taken).containsExactly("OPEN 7 100", "DATA 7 1");
  }

  @Test
  void whatALaterVersionAddsIsPassedOver() throws IOException {
    read(frame(99, 7, 3), frame(11, 7, 3), frame(0, 7, 0), frame(-1, 7, 0), frame(3, 7, 0));

    assertThat(taken).containsExactly("END 7 0");
  }

  @Test
  void aHeadIsNotLongerThanAllowed() {
    assertThatIOException()
        .isThrownBy(() -> read(frame(10, 7, 60), frame(1, 7, 41)))
        .withMessageContaining("100 bytes");
  }

  @Test
  void partsOfTwoFramesAreNotMixed() {
    assertThatIOException().isThrownBy(() -> read(frame(10, 7, 1), frame(1, 8, 1)));
  }

  @Test
  void noLengthIsBelieved() {
    ByteBuffer claims = frame(2, 7, 3).putInt(9, 4);
    assertThatIOException().isThrownBy(() -> read(claims));
    ByteBuffer negative = frame(2, 7, 3).putInt(9, -1);
    assertThatIOException().isThrownBy(() -> read(negative));
    assertThatIOException().isThrownBy(() -> reader.read(ByteBuffer.allocate(5)));
  }
}
