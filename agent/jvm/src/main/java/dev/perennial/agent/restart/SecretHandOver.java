package dev.perennial.agent.restart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How the next life gets a secret that this one had from its environment, where nobody is to find
 * it any more. A restart in order leaves it in a file, which the next life reads and deletes. An
 * emergency cannot write one, and a file that is ready for it would lie there for a whole life:
 * there the secret is part of the environment that the next life is started with, which lies in
 * memory, and is taken out of it as that of the first life was. Immutable.
 */
public final class SecretHandOver {
  /** The variable by which the next life finds it. */
  public static final String VARIABLE = Environment.INHERITED_SECRET;

  private static final String WHAT = "the secret for the next life";
  private static final String FILE = "file:";
  private static final String TEXT = "text:";

  private final String secret;
  private final Path file;
  private final Consumer<Throwable> problems;

  /**
   * @param file where it is left for a moment, in a directory that others cannot write to
   * @param problems told why it cannot be left there, or not taken out of the environment; must not
   *     throw
   */
  public SecretHandOver(String secret, Path file, Consumer<Throwable> problems) {
    this.secret = secret;
    this.file = file.toAbsolutePath();
    this.problems = problems;
  }

  /**
   * Takes it out of this process's environment, where this system's C library can be called; else
   * children go on to see it.
   */
  void forget() {
    if (Platform.obstacle() != null) {
      return;
    }
    var unused = JnaCleaner.begin();
    try {
      Environment.forget();
    } catch (RuntimeException | LinkageError e) {
      problems.accept(e);
    }
  }

  /**
   * Leaves it in the file, and returns the value of the variable by which the next life finds it.
   * What cannot be left there is in the variable itself.
   */
  String byFile(int pid) {
    try {
      OwnerFile.checkDirectory(WHAT, file);
      OwnerFile.write(file, secret);
      return pid + ";" + FILE + file;
    } catch (IOException e) {
      problems.accept(e);
      return inMemory(pid);
    }
  }

  /** Returns a value of the variable with which no file is needed. */
  String inMemory(int pid) {
    // Not as it is: the environment has an encoding of its own, which may lack characters.
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    return pid + ";" + TEXT + Base64.getEncoder().encodeToString(bytes);
  }

  /** Returns the file, for whoever finds that there is no next life. */
  NativePaths paths() {
    return new NativePaths(List.of(file.toString()));
  }

  /** Deletes what a life has left that was not followed by this one. */
  public static void forgetOld(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /**
   * Returns the secret that the life before has handed over, and deletes its file.
   *
   * @param left variables that it has left, by name
   * @param pid of this process: a child may have the same environment, and is not meant
   * @return empty if there is none
   * @throws IOException if there is one that cannot be had
   */
  public static Optional<String> take(Map<String, String> left, long pid) throws IOException {
    String value = left.getOrDefault(Environment.INHERITED_SECRET, "");
    String ours = pid + ";";
    if (!value.startsWith(ours)) {
      return Optional.empty();
    }
    String where = value.substring(ours.length());
    try {
      if (where.startsWith(TEXT)) {
        byte[] bytes = Base64.getDecoder().decode(where.substring(TEXT.length()));
        return Optional.of(new String(bytes, StandardCharsets.UTF_8));
      }
      Optional<String> found =
          where.startsWith(FILE)
              ? OwnerFile.take(WHAT, Path.of(where.substring(FILE.length())))
              : Optional.empty();
      if (found.isEmpty()) {
        throw new IOException(WHAT + " is not where the life before has left it");
      }
      return found;
    } catch (InvalidPathException e) {
      throw new IOException(WHAT + " is in no file: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(WHAT + " cannot be read", e);
    }
  }
}
