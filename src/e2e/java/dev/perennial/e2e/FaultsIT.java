package dev.perennial.e2e;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A fault at every step of a hand-over. {@code src/e2e/faults} runs this, as it takes an hour. */
@EnabledIfSystemProperty(
    named = "e2e.faults",
    matches = ".+",
    disabledReason = "takes an hour: run src/e2e/faults")
final class FaultsIT {
  private static final Path PAGE = Path.of("../docs/faults.md");
  private static final Path LOCK = Path.of("target/faults.lock");
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);

  @Test
  void nothingIsLostBeyondWhatIsPromised() throws Exception {
    List<FaultCase> all = FaultCases.all();
    List<String> names = all.stream().map(FaultCase::name).toList();
    String asked = System.getProperty("e2e.faults");
    if (asked.equals("list")) {
      names.forEach(System.out::println);
      return;
    }
    List<String> wanted = asked.equals("all") ? names : List.of(asked.split(","));
    assertThat(names).as("names of cases").containsAll(wanted);
    List<String> tooMuch = Collections.synchronizedList(new ArrayList<>());
    ExecutorService side = Executors.newFixedThreadPool(Integer.getInteger("e2e.together", 2));
    try {
      List<Future<?>> running = new ArrayList<>();
      for (FaultCase each : all) {
        if (wanted.contains(each.name())) {
          running.add(side.submit(() -> run(each, names, tooMuch)));
        }
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      side.shutdownNow();
    }
    assertThat(tooMuch).as("cases that cost more than they may").isEmpty();
  }

  /** Runs the one case that is named, in a network that was made for it. */
  public static void main(String[] args) {
    List<FaultCase> all = FaultCases.all();
    List<String> tooMuch = new ArrayList<>();
    FaultCase each = all.stream().filter(c -> c.name().equals(args[0])).findFirst().orElseThrow();
    run(each, all.stream().map(FaultCase::name).toList(), tooMuch);
    System.exit(tooMuch.isEmpty() ? 0 : 1);
  }

  private static void run(FaultCase each, List<String> names, List<String> tooMuch) {
    System.out.println(each.name() + " ...");
    FaultResult result;
    try {
      if (each.course().needsNetwork() && !FaultNetwork.isHere()) {
        if (!FaultNetwork.run(each.name())) {
          tooMuch.add(each.name() + ", see above");
        }
        return;
      }
      result = each.course().run(each);
    } catch (SkippedException e) {
      write(each, names, "skipped: " + e.getMessage());
      return;
    } catch (Exception | AssertionError e) {
      // The others are worth to be run, and the table says nothing of this one.
      System.out.println(each.name() + " could not be run: " + e);
      tooMuch.add(each.name() + " could not be run: " + e);
      return;
    }
    List<String> more = result.tooMuch(each.expected(), each.mayFail(), DRAIN_LIMIT);
    if (!more.isEmpty()) {
      tooMuch.add(each.name() + ": " + String.join(", ", more));
    }
    String seen = (more.isEmpty() ? "" : "**more than expected** ") + result;
    write(each, names, seen);
  }

  /** Writes a row into the page; another process may be about to do the same. */
  private static void write(FaultCase each, List<String> names, String seen) {
    System.out.println(each.name() + ": " + seen);
    List<String> row = List.of(each.fault(), each.stage(), each.mode(), each.expectation(), seen);
    synchronized (FaultsIT.class) {
      try (FileChannel lock = FileChannel.open(LOCK, CREATE, WRITE)) {
        FileLock unused = lock.lock();
        Files.writeString(
            PAGE, FaultTable.with(Files.readString(PAGE), names, Map.of(each.name(), row)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
