package dev.perennial.agent.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A small file that is replaced as a whole: whoever reads it meanwhile sees the one or the other.
 */
final class WholeFile {
  private WholeFile() {}

  static void write(Path file, List<String> lines) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.write(draft, lines, StandardCharsets.UTF_8);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
