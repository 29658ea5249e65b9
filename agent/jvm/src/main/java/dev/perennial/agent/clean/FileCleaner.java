package dev.perennial.agent.clean;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Removes old files in the configured folders. Works on open folders, never on paths: a folder that
 * is replaced by a link meanwhile leads nowhere else. Links are neither followed nor removed, and
 * the folders themselves are this user's own, see {@link OwnFolder}. Thread-safe.
 */
public final class FileCleaner {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_PROBLEMS = 10;

  private final CleanSettings settings;
  private final User user;
  private final InstantSource clock;
  private final List<PathMatcher> matchers;

  /** Tells the user id of this process. */
  @FunctionalInterface
  public interface User {
    int id() throws IOException;
  }

  /** Makes a cleaner of these folders. */
  public FileCleaner(CleanSettings settings, User user, InstantSource clock) {
    this.settings = settings;
    this.user = user;
    this.clock = clock;
    this.matchers =
        settings.patterns().stream()
            .map(p -> FileSystems.getDefault().getPathMatcher("glob:" + p))
            .toList();
  }

  /** Removes what may be removed. Throws nothing: a folder that cannot be cleaned is a problem. */
  public Cleaning.OfFiles clean() {
    List<String> problems = new ArrayList<>();
    Run run;
    try {
      run = new Run(OpenFiles.keys(), user.id(), problems);
    } catch (IOException | RuntimeException e) {
      return new Cleaning.OfFiles(
          0,
          0,
          0,
          List.of(
              "not done, for it cannot be told which files are in use, or whose this process is: "
                  + e));
    }
    for (Path folder : settings.folders()) {
      try {
        run.root(folder);
      } catch (IOException | RuntimeException e) {
        run.problem(folder + ": " + e);
      }
    }
    return new Cleaning.OfFiles(run.files, run.bytes, run.inUse, List.copyOf(problems));
  }

  /** One walk over all folders. */
  private final class Run {
    private final Set<Object> open;
    private final int self;
    private final List<String> problems;
    private final Instant begin = clock.instant();
    private final Instant youngest = begin.minus(settings.minimumAge());
    private final Instant deadline = begin.plus(settings.limit());
    private long files;
    private long bytes;
    private long inUse;
    private boolean late;

    Run(Set<Object> open, int self, List<String> problems) {
      this.open = open;
      this.self = self;
      this.problems = problems;
    }

    void root(Path folder) throws IOException {
      if (!Files.exists(folder)) {
        return;
      }
      if (!folder.getFileSystem().supportedFileAttributeViews().contains("unix")) {
        problem(folder + ": this file system gives no protection against links, left as it is");
        return;
      }
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(OwnFolder.find(folder, self))) {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
          walk(secure, 0);
        } else {
          problem(folder + ": this file system gives no protection against links, left as it is");
        }
      }
    }

    private void walk(SecureDirectoryStream<Path> folder, int depth) throws IOException {
      for (Path entry : folder) {
        if (late || clock.instant().isAfter(deadline)) {
          if (!late) {
            problem("not all done within " + settings.limit().toSeconds() + " s");
          }
          late = true;
          return;
        }
        Path name = entry.getFileName();
        try {
          visit(folder, name, depth);
        } catch (IOException e) {
          problem(entry + ": " + e);
        }
      }
    }

    private void visit(SecureDirectoryStream<Path> folder, Path name, int depth)
        throws IOException {
      BasicFileAttributes attributes =
          folder
              .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
      if (attributes.isDirectory() && depth < MAX_DEPTH) {
        try (SecureDirectoryStream<Path> below =
            folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
          walk(below, depth + 1);
        }
      } else if (attributes.isRegularFile()
          && matchers.stream().anyMatch(m -> m.matches(name))
          && attributes.lastModifiedTime().toInstant().isBefore(youngest)) {
        remove(folder, name, attributes);
      }
    }

    private void remove(
        SecureDirectoryStream<Path> folder, Path name, BasicFileAttributes attributes)
        throws IOException {
      if (open.contains(attributes.fileKey())) {
        inUse++;
        return;
      }
      folder.deleteFile(name);
      files++;
      bytes += attributes.size();
    }

    private void problem(String text) {
      if (problems.size() < MAX_PROBLEMS) {
        problems.add(text);
      }
    }
  }
}
