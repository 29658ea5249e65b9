package dev.perennial.agent.log;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that is put aside when it has grown to its limit; so many of those are kept.
 * {@code x.log} is the present one, {@code x.1.log} the one before. Only their owner can read those
 * that are made here. Thread-safe.
 */
final class RotatingFile implements AutoCloseable {
  private static final Set<StandardOpenOption> APPENDING =
      EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);

  /** Of a file that is made; whoever opens one that is there to others has his reasons. */
  private static final FileAttribute<?>[] OWNER_ONLY = {
    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
  };

  private final Path directory;
  private final String name;
  private final long maxBytes;
  private final int maxFiles;

  /** Guarded by "this", as is the size; null when closed. */
  private @Nullable OutputStream out;

  private long size;

  RotatingFile(Path directory, String name, long maxBytes, int maxFiles) throws IOException {
    this.directory = directory;
    this.name = name;
    this.maxBytes = maxBytes;
    this.maxFiles = maxFiles;
    open();
  }

  /** Writes a line through to the file. */
  synchronized void append(String line) throws IOException {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    if (size > 0 && size + bytes.length > maxBytes) {
      rotate();
    }
    OutputStream current = out;
    if (current == null) {
      throw new IOException(path(0) + " is closed");
    }
    current.write(bytes);
    size += bytes.length;
  }

  private void rotate() throws IOException {
    close();
    for (int i = maxFiles - 1; i > 0; i--) {
      Path older = path(i - 1);
      if (Files.exists(older)) {
        Files.move(older, path(i), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    open();
    if (isPosix() && Files.exists(path(1))) {
      Files.setPosixFilePermissions(path(0), Files.getPosixFilePermissions(path(1)));
    }
  }

  private boolean isPosix() {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private synchronized void open() throws IOException {
    Path path = path(0);
    Files.newByteChannel(path, APPENDING, isPosix() ? OWNER_ONLY : new FileAttribute<?>[0]).close();
    // Not through the channel: a thread of the host that writes a line while it is interrupted
    // would close it for all.
    out = new FileOutputStream(path.toFile(), true);
    size = Files.size(path);
  }

  private Path path(int age) {
    return directory.resolve(age == 0 ? name + ".log" : name + "." + age + ".log");
  }

  @Override
  public synchronized void close() throws IOException {
    OutputStream current = out;
    out = null;
    if (current != null) {
      current.close();
    }
  }
}
