package dev.perennial.bench.exam.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program in a death spiral: what it keeps grows by a little with each round of work, and each
 * round makes garbage. It goes on whatever it is refused.
 */
final class SpiralLoop {
  private static final double FIRST = 0.7;
  private static final int CALM_SECONDS = 20;
  private static final int BLOCK_BYTES = 10_000;
  private static final int KEPT_BYTES = 1000;
  private static final int ROUNDS_A_PAUSE = 20;

  private static volatile Object used = "";

  private SpiralLoop() {}

  @SuppressWarnings("InfiniteLoopStatement")
  public static void main(String[] args) throws InterruptedException {
    double bytes = FIRST * Runtime.getRuntime().maxMemory();
    List<byte[]> kept = new ArrayList<>();
    for (int i = 0; i < bytes / BLOCK_BYTES; i++) {
      kept.add(new byte[BLOCK_BYTES]);
    }
    TimeUnit.SECONDS.sleep(CALM_SECONDS);
    for (int round = 0; ; round++) {
      try {
        kept.add(new byte[KEPT_BYTES]);
        for (int i = 0; i < 20; i++) {
          used = new byte[BLOCK_BYTES];
        }
      } catch (OutOfMemoryError e) {
        used = e;
      }
      if (round % ROUNDS_A_PAUSE == 0) {
        TimeUnit.MILLISECONDS.sleep(40);
      }
    }
  }
}
