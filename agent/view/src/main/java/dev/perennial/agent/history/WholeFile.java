package dev.perennial.agent.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * A small file that is replaced as a whole: whoever reads it meanwhile sees the one or the other.
 * One that is made is for its owner alone; who has opened it to others has opened its successors.
 */
public final class WholeFile {
  private static final Set<StandardOpenOption> NEW =
      EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private WholeFile() {}

  /**
   * Writes it.
   *
   * @throws IOException if it cannot be written; then it is as it was
   */
  public static void write(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    try (var out = Files.newByteChannel(draft, NEW, ownerOnly(draft))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    }
    if (isPosix(file) && Files.exists(file)) {
      Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(file));
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whatever the umask. */
  private static FileAttribute<?>[] ownerOnly(Path file) {
    return isPosix(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
