package dev.perennial.agent.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The evidence that a server keeps of itself while it is not well: whoever ends it suddenly can
 * save none. The life after it makes it its evidence.
 */
public final class KeptEvidence {
  /** Comes before all that is evidence, for whoever looks for the newest. */
  static final String FOLDER = ".kept";

  private static final String TEXT = "report.txt";
  private static final String PAGE = "report.html";
  private static final String BODY = "</style></head><body>\n";

  private KeptEvidence() {}

  /** Returns where it goes: as other evidence does, but for what takes time. */
  static EvidenceSettings settings(EvidenceSettings of) {
    return new EvidenceSettings(
        of.directory().resolve(FOLDER),
        // The one before is there until the next one is complete.
        2,
        of.maxBytes(),
        of.limit(),
        of.classes(),
        EvidenceSettings.HeapDump.NONE,
        false);
  }

  /**
   * Makes the newest that was kept evidence, and removes the others.
   *
   * @param directory of the evidence
   * @param why the life ended, in words, for the head of the report
   * @return where it is now; empty if nothing was kept
   * @throws IOException if it cannot be moved
   */
  public static Optional<Path> adopt(Path directory, String why) throws IOException {
    List<Path> kept = kept(directory);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Path newest = kept.get(kept.size() - 1);
    Path adopted = directory.resolve(newest.getFileName());
    Files.move(newest, adopted, StandardCopyOption.ATOMIC_MOVE);
    headline(adopted, why + ". What follows was kept before that, in case of it.");
    forget(directory);
    return Optional.of(adopted);
  }

  /**
   * Removes what a life has kept that ended in order.
   *
   * @throws IOException if it cannot be removed
   */
  public static void forget(Path directory) throws IOException {
    Path folder = directory.resolve(FOLDER);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    for (Path each : folders(folder)) {
      remove(each);
    }
  }

  /** Those that are complete, the oldest first. */
  private static List<Path> kept(Path directory) throws IOException {
    Path folder = directory.resolve(FOLDER);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    List<Path> complete = folders(folder);
    complete.removeIf(each -> !Files.exists(each.resolve(TEXT)) || isPartial(each));
    return complete;
  }

  private static boolean isPartial(Path folder) {
    return folder.toString().endsWith(".partial");
  }

  private static List<Path> folders(Path folder) throws IOException {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          folders.add(entry);
        }
      }
    }
    folders.sort(null);
    return folders;
  }

  private static void remove(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** Files keep their owner and rights: they are written over. */
  private static void headline(Path folder, String words) throws IOException {
    Path text = folder.resolve(TEXT);
    Files.writeString(
        text, ReportText.plain(words) + "\n\n" + Files.readString(text, StandardCharsets.UTF_8));
    Path page = folder.resolve(PAGE);
    if (Files.exists(page)) {
      String html = Files.readString(page, StandardCharsets.UTF_8);
      Files.writeString(
          page,
          html.replace(BODY, BODY + "<p class=\"reason\">" + ReportHtml.escaped(words) + "</p>\n"));
    }
  }
}
