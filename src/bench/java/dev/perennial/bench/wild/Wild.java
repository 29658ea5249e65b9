package dev.perennial.bench.wild;

import dev.perennial.bench.Jdk;
import dev.perennial.bench.Rows;
import dev.perennial.testing.cluster.Folders;
import dev.perennial.testing.options.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Runs programs that were misjudged once, and prints what was seen before, what must be, and what
 * is now.
 */
public final class Wild {
  private static final String HEAD =
      """
      | case | before | must be | now | |
      | --- | --- | --- | --- | --- |
      """;
  private static final String OK = "| ok |";
  private static final String SKIPPED = "| skipped |";
  private static final Path MOST_FILES = Path.of("/proc/sys/fs/nr_open");

  private Wild() {}

  /** Options: see {@code --help}. */
  public static void main(String[] args) throws Exception {
    System.exit(CommandLines.run(WildOptions.class, args, Wild::begin));
  }

  private static int begin(WildOptions options) throws IOException, InterruptedException {
    Rows.endWithThisProcess();
    List<Callable<String>> rows = new ArrayList<>();
    for (WildCase row : WildCases.of(options)) {
      rows.add(() -> row(row));
    }
    Rows made =
        Rows.of(
            rows,
            options.atOnce,
            text -> text.endsWith(OK) || text.endsWith(SKIPPED),
            "| **not run**: ");
    System.out.print(HEAD + made.text());
    return made.good() ? 0 : 1;
  }

  private static String row(WildCase row) throws IOException, InterruptedException {
    System.err.println("bench: " + row.name() + " begins");
    String text = "| " + row.name() + " | " + row.before() + " | " + row.must() + " | " + now(row);
    System.err.println("bench: " + text);
    return text;
  }

  private static String now(WildCase row) throws IOException, InterruptedException {
    return switch (row.setup().limits()) {
      case USUAL -> now(row, List.of());
      case NONE -> {
        List<String> launcher = List.of("prlimit", "--nproc=unlimited", "--nofile=" + mostFiles());
        List<String> probe = new ArrayList<>(launcher);
        probe.add("true");
        yield Jdk.succeeds(probe)
            ? now(row, launcher)
            : "limits may not be taken away here " + SKIPPED;
      }
      case MIB_400, MIB_512 -> {
        Optional<Cgroup> made = Cgroup.make(row.setup().limits().mib());
        if (made.isEmpty()) {
          yield "no cgroups of version 1 for memory here, or not allowed " + SKIPPED;
        }
        try (Cgroup group = made.get()) {
          yield now(row, group.launcher());
        }
      }
    };
  }

  private static String now(WildCase row, List<String> launcher)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("perennial-wild");
    String now;
    try (WildServers servers = new WildServers(row, folder, launcher)) {
      Seen seen = new WildRun(row, servers).run();
      String missed = seen.missed(row);
      now = seen.now(row) + " " + (missed.isEmpty() ? OK : "| **missed**: " + missed + " |");
    } catch (IOException | RuntimeException e) {
      now = "| **not run**: " + e + " |";
    }
    if (now.endsWith(OK)) {
      Folders.delete(folder);
    } else {
      System.err.println("bench: see " + folder);
    }
    return now;
  }

  private static String mostFiles() throws IOException {
    return Files.readString(MOST_FILES).trim();
  }
}
