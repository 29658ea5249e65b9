package dev.perennial.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.perennial.agent.evidence.ClassHistogram.Size;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BufferOwnersTest {
  private static final BufferPool NOW = new BufferPool(1_020, 200 << 20);
  private static final BufferPool GROWN = new BufferPool(1_000, 199 << 20);

  private static final ClassHistogram CLASSES =
      new ClassHistogram(
          Map.of(
              "shop.Channel", new Size(1_010, 1),
              "shop.Order", new Size(400, 1),
              "java.nio.DirectByteBuffer", new Size(1_000, 1),
              "byte[]", new Size(1_000, 1)));

  private static final List<Groups.Row> THREADS =
      List.of(new Groups.Row("io-#", 1_100, 1_050), new Groups.Row("timer", 1, 0));

  @Test
  void aHeapDumpTellsTheirPartsOfTheMemory() {
    Holders holders =
        Holders.of(
            Map.of(
                BufferPool.CLASS,
                Map.of("shop.Pool", 0.5, "thread io-1", 0.2, "thread io-2", 0.2, "shop.A", 0.002)));

    BufferOwners owners = BufferOwners.of(NOW, GROWN, holders, CLASSES, THREADS);

    assertThat(owners.isKnown()).isTrue();
    assertThat(owners.rows())
        .extracting(BufferOwners.Row::owner, BufferOwners.Row::bytes)
        .containsExactly(tuple("shop.Pool", 100L << 20), tuple("thread io-#", 80L << 20));
  }

  @Test
  void withoutOneWhatHasComeAsOftenIsGuessed() {
    BufferOwners owners = BufferOwners.of(NOW, GROWN, Holders.UNKNOWN, CLASSES, THREADS);

    assertThat(owners.isKnown()).isFalse();
    assertThat(owners.rows())
        .extracting(BufferOwners.Row::owner)
        .containsExactly("shop.Channel", "thread io-#");
    assertThat(owners.rows().get(0).why()).isEqualTo("1,010 have come as well");
  }

  @Test
  void ofAFewBuffersNothingIsGuessed() {
    ClassHistogram few = new ClassHistogram(Map.of("shop.Channel", new Size(3, 1)));

    assertThat(
            BufferOwners.of(NOW, new BufferPool(3, 90 << 20), Holders.UNKNOWN, few, THREADS).rows())
        .isEmpty();
  }
}
