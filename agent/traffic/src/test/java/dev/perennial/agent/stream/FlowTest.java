package dev.perennial.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FlowTest {
  private static final int WINDOW = 1000;

  private final Object lock = new Object();
  private final Inflow in = new Inflow(lock, WINDOW, WINDOW);

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count);
  }

  private int read(int count) throws IOException {
    return in.read(bytes(count));
  }

  @Test
  void pieceByPieceItIsTheSameBody() throws IOException {
    Random random = new Random(1);
    byte[] body = new byte[100_000];
    random.nextBytes(body);
    ByteBuffer sent = ByteBuffer.wrap(body);
    ByteBuffer got = ByteBuffer.allocate(body.length);
    int granted = WINDOW;

    while (got.hasRemaining()) {
      for (int i = random.nextInt(4); i > 0 && sent.hasRemaining() && granted > 0; i--) {
        int count = Math.min(1 + random.nextInt(400), Math.min(granted, sent.remaining()));
        in.put(sent.slice(sent.position(), count));
        sent.position(sent.position() + count);
        granted -= count;
      }
      if (in.available() > 0) {
        ByteBuffer part =
            got.slice(got.position(), Math.min(1 + random.nextInt(300), got.remaining()));
        got.position(got.position() + in.read(part));
        granted += in.release();
      }
    }

    assertThat(got.array()).isEqualTo(body);
  }

  @Test
  void whatWasReadIsGrantedAgainAndNotMore() throws IOException {
    in.put(bytes(WINDOW));
    assertThat(in.release()).isZero();
    assertThat(read(WINDOW / 2 - 1)).isEqualTo(WINDOW / 2 - 1);
    assertThat(in.release()).as("not worth a frame").isZero();
    assertThat(read(1)).isEqualTo(1);

    assertThat(in.release()).isEqualTo(WINDOW / 2);
    assertThat(in.release()).isZero();

    in.put(bytes(WINDOW / 2));
    assertThatIOException().isThrownBy(() -> in.put(bytes(1)));
  }

  @Test
  void aPeerThatSendsMoreThanItMayIsFound() throws IOException {
    assertThatIOException().isThrownBy(() -> in.put(bytes(WINDOW + 1)));
    in.end(List.of());
    assertThatIOException().as("after the end").isThrownBy(() -> in.put(bytes(1)));
  }

  @Test
  void nothingComesBeforeItIsAskedFor() throws IOException {
    Inflow later = new Inflow(lock, WINDOW, 0);
    assertThatIOException().isThrownBy(() -> later.put(bytes(1)));

    assertThat(later.want()).isEqualTo(WINDOW);
    assertThat(later.want()).as("asked for once").isZero();

    later.put(bytes(WINDOW));
    assertThat(later.want()).isZero();
    assertThat(later.read(bytes(WINDOW))).isEqualTo(WINDOW);
    assertThat(later.want()).as("it is granted by reading").isZero();
    assertThat(later.release()).isEqualTo(WINDOW);
  }

  @Test
  void trailersAreThereAtTheEnd() throws IOException {
    in.put(bytes(2));
    in.end(List.of("a", "b"));

    assertThat(in.trailers()).isEmpty();
    assertThat(read(9)).isEqualTo(2);
    assertThat(read(9)).isEqualTo(-1);
    assertThat(in.trailers()).containsExactly("a", "b");
    assertThat(in.available()).isEqualTo(-1);
  }

  @Test
  void aFailureIsToldAndWhatHadComeIsForgotten() throws IOException {
    in.put(bytes(5));
    in.fail("the peer has gone");
    in.fail("for another reason");

    assertThatIOException().isThrownBy(() -> read(1)).withMessage("the peer has gone");
    in.put(bytes(5));
    assertThat(in.available()).isEqualTo(-1);
  }

  @Test
  void manySmallPiecesDoNotEachHaveAnArray() throws IOException {
    long before = allocated();
    Inflow many = new Inflow(lock, 1 << 20, 1 << 20);
    ByteBuffer one = bytes(1);
    for (int i = 0; i < 1 << 18; i++) {
      many.put(one.rewind());
    }

    assertThat(many.available()).isEqualTo(1 << 18);
    assertThat(allocated() - before).isLessThan(1 << 20);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Test
  void whoWaitsForSomethingToReadIsToldOnce() throws IOException {
    List<String> told = new ArrayList<>();
    assertThat(in.isDueNow(() -> told.add("readable"))).isFalse();
    assertThat(in.due()).isNull();

    in.put(bytes(1));

    in.due().run();
    assertThat(told).containsExactly("readable");
    assertThat(in.due()).isNull();
    assertThat(in.isDueNow(() -> {})).as("it is so now").isTrue();
  }

  @Test
  void whoMaySendNothingIsToldOnceItMay() throws IOException {
    Outflow out = new Outflow(lock, 0);
    List<String> told = new ArrayList<>();
    assertThat(out.isDueNow(() -> told.add("writable"))).isFalse();
    assertThat(out.available()).isZero();

    out.add(7);

    out.due().run();
    assertThat(told).containsExactly("writable");
    assertThat(out.due()).isNull();
    assertThat(out.acquire(5)).isEqualTo(5);
    assertThat(out.acquire(5)).isEqualTo(2);
    out.close("gone");
    assertThat(out.available()).isEqualTo(-1);
    assertThatIOException().isThrownBy(() -> out.acquire(1)).withMessage("gone");
  }

  @Test
  void whatAPeerGrantsIsBounded() throws IOException {
    Outflow out = new Outflow(lock, 1);
    assertThatIOException().isThrownBy(() -> out.add(-1));
    Outflow other = new Outflow(lock, Integer.MAX_VALUE);
    assertThatIOException().isThrownBy(() -> other.add(1));
  }
}
