package dev.perennial.agent.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One folder of evidence, for its owner only, of bounded size. Has another name until it is
 * complete. Not thread-safe.
 */
final class EvidenceFolder {
  private static final Pattern NAME = Pattern.compile("\\d{8}T\\d{6}\\.\\d{3}Z(\\.partial)?");

  /** Of these, which may be as large as the heap, only the newest is kept. */
  static final String HEAP_DUMP = "heap.hprof";

  private final Path complete;
  private final Path draft;
  private final List<String> saved = new ArrayList<>();
  private long left;
  private long bytes;

  private EvidenceFolder(Path complete, Path draft, long maxBytes) {
    this.complete = complete;
    this.draft = draft;
    this.left = maxBytes;
  }

  /** Returns where the files go until it is complete. */
  Path draft() {
    return draft;
  }

  /** Lets so much more be written, or less if negative: keeps room for what comes later. */
  void allow(long more) {
    left += more;
  }

  /** Makes a folder, and room for it. */
  static EvidenceFolder create(EvidenceSettings settings, Instant now) throws IOException {
    Path directory = settings.directory();
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(directory, ownerOnly);
    removeOldest(directory, settings.keep() - 1);
    if (settings.heapDump() != EvidenceSettings.HeapDump.NONE) {
      removeDumps(directory);
    }
    String name =
        now.toString().length() > 20
            ? now.toString().replaceAll("[-:]", "").replaceAll("(\\.\\d{3})\\d*Z", "$1Z")
            : now.toString().replaceAll("[-:]", "").replace("Z", ".000Z");
    Path complete = directory.resolve(name);
    Path draft = directory.resolve(name + ".partial");
    Files.createDirectory(draft, ownerOnly);
    return new EvidenceFolder(complete, draft, settings.maxBytes());
  }

  private static void removeDumps(Path directory) throws IOException {
    for (Path folder : folders(directory)) {
      Files.deleteIfExists(folder.resolve(HEAP_DUMP));
    }
  }

  private static void removeOldest(Path directory, int keep) throws IOException {
    List<Path> folders = folders(directory);
    for (Path old : folders.subList(0, Math.max(0, folders.size() - keep))) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(old)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
      Files.delete(old);
    }
  }

  private static List<Path> folders(Path directory) throws IOException {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (NAME.matcher(String.valueOf(entry.getFileName())).matches()
            && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          folders.add(entry);
        }
      }
    }
    folders.sort(null);
    return folders;
  }

  /** Writes a file, or as much of it as there is room for. */
  void write(String name, String text) throws IOException {
    byte[] all = text.getBytes(StandardCharsets.UTF_8);
    byte[] fitting = all.length <= left ? all : Arrays.copyOf(all, (int) left);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (SeekableByteChannel file =
        Files.newByteChannel(
            draft.resolve(name),
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly)) {
      ByteBuffer content = ByteBuffer.wrap(fitting);
      while (content.hasRemaining()) {
        file.write(content);
      }
    }
    left -= fitting.length;
    bytes += fitting.length;
    saved.add(name);
    if (fitting.length < all.length) {
      throw new IOException(name + " is cut to " + fitting.length + " of " + all.length + " bytes");
    }
  }

  /** Gives it its name. */
  EvidenceResult finish(List<String> problems) throws IOException {
    Files.move(draft, complete, StandardCopyOption.ATOMIC_MOVE);
    return new EvidenceResult(complete, bytes, List.copyOf(saved), List.copyOf(problems));
  }
}
