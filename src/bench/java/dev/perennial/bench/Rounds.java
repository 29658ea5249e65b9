package dev.perennial.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Counts rounds of work in a file that another process reads, without an allocation, so that a
 * program can tell in a full heap whether it gets on. The file is named by the system property
 * bench.rounds; without it nothing is counted. For one thread.
 */
public final class Rounds {
  private static final String FILE = "bench.rounds";
  private static final @Nullable MappedByteBuffer COUNT = map(System.getProperty(FILE));

  private Rounds() {}

  private static @Nullable MappedByteBuffer map(@Nullable String file) {
    if (file == null) {
      return null;
    }
    try (FileChannel channel =
        FileChannel.open(
            Path.of(file),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      return channel.map(MapMode.READ_WRITE, 0, Long.BYTES);
    } catch (IOException e) {
      throw new IllegalStateException(file, e);
    }
  }

  /** Returns the option of a JVM that has its rounds counted there. */
  public static String option(Path file) {
    return "-D" + FILE + "=" + file;
  }

  /** Opens the file while there is room for that; returns whether rounds are counted. */
  public static boolean prepare() {
    return COUNT != null;
  }

  /** Counts one. */
  public static void done() {
    MappedByteBuffer count = COUNT;
    if (count != null) {
      count.putLong(0, count.getLong(0) + 1);
    }
  }

  /** Returns how many were done, 0 if none was counted yet. */
  public static long read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    byte[] bytes = Files.readAllBytes(file);
    return bytes.length < Long.BYTES ? 0 : ByteBuffer.wrap(bytes).getLong();
  }
}
