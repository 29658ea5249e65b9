package dev.perennial.agent.instrument;

import dev.perennial.agent.log.OwnerDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Woven classes on disk, so that a restarted JVM need not weave again (half a second of a cold
 * start). A class is found by what it was woven from: its own bytes, whose advice it is, and the
 * very build of the agent. Only this user can write here, and each file carries a digest. Without a
 * place for it the cache is empty. Thread-safe, also between processes.
 */
final class WovenCache {
  private static final int DIGEST_BYTES = 32;

  /** More is more than one server and a few builds need. */
  private static final int MAX_FILES = 256;

  private final @Nullable Path directory;
  private final String build;

  private WovenCache(@Nullable Path directory, String build) {
    this.directory = directory;
    this.build = build;
  }

  /** Returns the cache of this build in a directory. */
  static WovenCache in(Path directory, String build) {
    return new WovenCache(directory, build);
  }

  /**
   * Returns the cache in the folder for temporary files; it is needed before any setting is read.
   */
  static WovenCache atItsPlace(String build) {
    Path directory = null;
    try {
      directory =
          OwnerDirectory.below(
              Path.of(System.getProperty("java.io.tmpdir")),
              System.getProperty("user.name", ""),
              "_woven");
    } catch (IOException | RuntimeException e) {
      WeavingNotes.add("there is no cache of woven classes", e);
    }
    return new WovenCache(directory, build);
  }

  /** Returns what this class was woven to before, or null. */
  byte @Nullable [] find(String key, byte[] original) {
    Path file = file(key, original);
    if (file == null) {
      return null;
    }
    try {
      byte[] content = Files.readAllBytes(file);
      byte[] woven =
          Arrays.copyOfRange(content, Math.min(DIGEST_BYTES, content.length), content.length);
      byte[] digest = Arrays.copyOf(content, DIGEST_BYTES);
      if (MessageDigest.isEqual(digest, digest(file.getFileName().toString(), woven))) {
        return woven;
      }
      WeavingNotes.add(file + " is damaged and was not used", null);
    } catch (NoSuchFileException e) {
      // Not woven before.
    } catch (IOException e) {
      WeavingNotes.add("cannot read the cache of woven classes", e);
    }
    return null;
  }

  /** Keeps what a class was woven to. */
  void keep(String key, byte[] original, byte[] woven) {
    Path file = file(key, original);
    if (file == null) {
      return;
    }
    try {
      makeRoom(file.getParent());
      Path part = Files.createTempFile(file.getParent(), "part", null);
      try {
        byte[] digest = digest(file.getFileName().toString(), woven);
        byte[] content = Arrays.copyOf(digest, digest.length + woven.length);
        System.arraycopy(woven, 0, content, digest.length, woven.length);
        Files.write(part, content);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException | RuntimeException e) {
      WeavingNotes.add("cannot write the cache of woven classes", e);
    }
  }

  private static void makeRoom(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(directory)) {
      files = list.toList();
    }
    if (files.size() >= MAX_FILES) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  private @Nullable Path file(String key, byte[] original) {
    return directory == null
        ? null
        : directory.resolve(
            HexFormat.of().formatHex(digest(build + " " + key, original)) + ".class");
  }

  private static byte[] digest(String text, byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      return digest.digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
