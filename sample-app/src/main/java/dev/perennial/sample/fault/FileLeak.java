package dev.perennial.sample.fault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Open files that nobody closes. */
final class FileLeak implements Leak {
  private final List<FileChannel> kept = new ArrayList<>();
  private @Nullable Path file;

  @Override
  public void grow(int units) throws IOException {
    if (file == null) {
      file = Files.createTempFile("leaked", ".tmp");
    }
    for (int i = 0; i < units; i++) {
      kept.add(FileChannel.open(file, StandardOpenOption.READ));
    }
  }
}
