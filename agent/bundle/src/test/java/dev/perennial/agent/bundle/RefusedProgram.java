package dev.perennial.agent.bundle;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of Netty that loses its buffers, until each request for one is refused. */
final class RefusedProgram {
  private static final int BLOCK = 1 << 20;

  private RefusedProgram() {}

  /**
   * @param args a file that is made when it is to end
   */
  public static void main(String[] args) throws InterruptedException {
    System.out.println("application runs");
    List<ByteBuf> lost = new ArrayList<>();
    Path awaited = Path.of(args[0]);
    int refused = 0;
    for (int i = 0; i < 3600 && !Files.exists(awaited); i++) {
      try {
        lost.add(Unpooled.directBuffer(BLOCK, BLOCK));
      } catch (OutOfMemoryError e) {
        refused++;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    System.out.println("refused " + refused + ", lost " + lost.size());
    System.out.println("application ends");
  }
}
