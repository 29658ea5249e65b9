package dev.perennial.agent.clean;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.evidence.DiagnosticCommands;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Plants buffers and garbage in this JVM, and has them cleaned. */
@Isolated("it clears and measures this JVM")
@Tag("jvm")
final class CleaningIT {
  private static final int BUFFERS = 64;
  private static final int BUFFER_BYTES = 1 << 20;

  private final DiagnosticCommands commands = new DiagnosticCommands();

  @Test
  void registeredCacheAndUnreachableBuffersAreFreed() {
    List<ByteBuffer> held = buffers();
    FlushableCache cache =
        new FlushableCache() {
          @Override
          public String name() {
            return "planted";
          }

          @Override
          public long flush() {
            long bytes = held.stream().mapToLong(ByteBuffer::capacity).sum();
            held.clear();
            return bytes;
          }
        };
    FlushableCache broken =
        new FlushableCache() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public long flush() {
            throw new IllegalStateException("out of order");
          }
        };

    Cleaning.OfBuffers result = new BufferCleaner(() -> List.of(cache, broken), commands).clean();

    System.out.println(result.sentence());
    assertThat(result.flushed()).isEqualTo((long) BUFFERS * BUFFER_BYTES);
    assertThat(result.bytesBefore() - result.bytesAfter())
        .isGreaterThanOrEqualTo((long) BUFFERS * BUFFER_BYTES);
    assertThat(result.countBefore() - result.countAfter()).isGreaterThanOrEqualTo(BUFFERS);
    assertThat(result.problems())
        .containsExactly("cache broken: java.lang.IllegalStateException: out of order");
  }

  @Test
  void garbageIsCollectedAndNativeMemoryTrimmed() {
    List<byte[]> garbage = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      garbage.add(new byte[1 << 20]);
    }
    assertThat(garbage).hasSize(64);
    garbage = null;

    Cleaning.OfMemory result = new MemoryCleaner(commands).clean();

    System.out.println(result.sentence());
    assertThat(result.heapBefore() - result.heapAfter()).isGreaterThan(32L << 20);
    assertThat(result.residentBefore()).isPositive();
    assertThat(result.residentAfter()).isPositive();
  }

  private static List<ByteBuffer> buffers() {
    List<ByteBuffer> held = new ArrayList<>();
    for (int i = 0; i < BUFFERS; i++) {
      held.add(ByteBuffer.allocateDirect(BUFFER_BYTES));
    }
    return held;
  }
}
