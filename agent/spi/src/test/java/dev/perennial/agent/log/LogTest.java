package dev.perennial.agent.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTest {
  @TempDir Path directory;

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> now;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stderr = new PrintStream(bytes, true, UTF_8);

  @Test
  void infoGoesToTheFileOnlyAndAWarningAlsoToTheErrorStreamInOneLine() throws IOException {
    try (Log log = Log.open(directory, clock, stderr)) {
      log.info("started");
      log.warn("key", "odd\nthing", new IllegalStateException("why"));
    }

    assertThat(Files.readString(directory.resolve("perennial.log")))
        .startsWith("2026-01-01T00:00:00Z INFO [main] started\n")
        .contains("WARN [main] odd?thing\njava.lang.IllegalStateException: why\n\tat ");
    assertThat(printed()).isEqualTo("perennial: odd?thing: java.lang.IllegalStateException: why\n");
  }

  @Test
  void messagesOfOneKeyAreLimitedEachMinuteAndTheRestIsCounted() {
    Log log = Log.toStream(clock, stderr);

    for (int i = 0; i < 100; i++) {
      log.info("key", "number " + i);
    }
    log.info("other", "other");
    now = now.plusSeconds(61);
    log.info("key", "later");

    assertThat(printed().lines().filter(l -> l.startsWith("perennial: number")))
        .hasSize(RateLimit.PER_MINUTE);
    assertThat(printed())
        .contains("other\n")
        .endsWith("80 more messages of this kind were left out: number 99\nperennial: later\n");
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsSaidOnceAndAllGoesToTheErrorStream() throws IOException {
    Path inTheWay = Files.writeString(directory.resolve("file"), "");

    Log log = Log.open(inTheWay.resolve("sub"), clock, stderr);
    log.info("started");

    assertThat(printed())
        .startsWith("perennial: cannot write a log in " + inTheWay)
        .contains("perennial.log.dir")
        .endsWith("perennial: started\n");
  }

  @Test
  void aThreadThatIsInterruptedTakesTheLogFromNobody() throws IOException {
    try (Log log = Log.open(directory, clock, stderr)) {
      Thread.currentThread().interrupt();
      log.info("first");
      assertThat(Thread.interrupted()).isTrue();

      log.info("second");
    }

    assertThat(Files.readString(directory.resolve("perennial.log")))
        .contains("first\n", "second\n");
    assertThat(printed()).isEmpty();
  }

  @Test
  void filesAreRotatedAndBounded() throws IOException {
    try (RotatingFile file = new RotatingFile(directory, "x", 100, 3)) {
      for (int i = 0; i < 100; i++) {
        file.append("line number " + i);
      }
    }

    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(3).allSatisfy(f -> assertThat(Files.size(f)).isBetween(1L, 100L));
    }
    assertThat(Files.readString(directory.resolve("x.log"))).endsWith("line number 99\n");
  }

  @Test
  void whatIsMadeIsForItsOwnerAloneAndWhatWasOpenedToOthersStaysSo() throws IOException {
    Path file = directory.resolve("x.log");
    new RotatingFile(directory, "x", 100, 3).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    try (RotatingFile again = new RotatingFile(directory, "x", 100, 3)) {
      again.append("line");
      again.append("another that goes to the next file: " + "x".repeat(80));
    }
    assertThat(directory.resolve("x.1.log")).hasContent("line\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void aDirectoryThatIsMadeIsForItsOwnerAlone() throws IOException {
    Path named = directory.resolve("named/by/setting");

    Log.open(named, clock, stderr).close();
    Audit.open(directory.resolve("audit"), clock, Log.toStream(clock, stderr)).close();

    for (Path made = named; !made.equals(directory); made = made.getParent()) {
      assertThat(permissions(made)).as("%s", made).isEqualTo("rwx------");
    }
    assertThat(permissions(directory.resolve("audit"))).isEqualTo("rwx------");
    assertThat(printed()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "rwxr-xr-x, false",
    "rwxr-x---, false",
    "rwxrwxr-x, true",
    "rwxr-xrwx, true",
    "rwxrwxrwx, true"
  })
  void oneThatIsThereStaysAsItIsAndALineSaysWhetherOthersMayWriteToIt(String given, boolean open)
      throws IOException {
    Path there = Files.createDirectory(directory.resolve("there"));
    Files.setPosixFilePermissions(there, PosixFilePermissions.fromString(given));

    Log.open(there, clock, stderr).close();

    assertThat(permissions(there)).isEqualTo(given);
    assertThat(permissions(there.resolve("perennial.log"))).isEqualTo("rw-------");
    if (open) {
      assertThat(printed())
          .isEqualTo(
              "perennial: others may write to %s (%s), where the agent's log is: what one life leaves there for the next is not believed; run: chmod go-w %s\n"
                  .formatted(there, given, there));
    } else {
      assertThat(printed()).isEmpty();
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void theDefaultDirectoryIsForItsOwnerAlone() throws IOException {
    Path made = OwnerDirectory.below(directory, "an/odd user", "../shop 1");

    assertThat(made).isEqualTo(directory.resolve("perennial-an_odd_user/_.._shop_1"));
    assertThat(Files.getPosixFilePermissions(made)).hasSize(3);
    assertThat(OwnerDirectory.below(directory, "an/odd user", "../shop 1")).isEqualTo(made);
  }

  @Test
  void aLinkInPlaceOfTheDefaultDirectoryIsNotFollowed() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createSymbolicLink(directory.resolve("perennial-user"), elsewhere);

    Log.openDefault(directory, "user", "shop", clock, stderr).info("started");

    assertThat(elsewhere).isEmptyDirectory();
    assertThat(printed()).contains("cannot write a log").contains("perennial: started");
  }

  @Test
  void auditEntriesAreOneLineEachAndAddedToWhatIsThere() throws IOException {
    for (int i = 0; i < 2; i++) {
      try (Audit audit = Audit.open(directory, clock, Log.toStream(clock, stderr))) {
        audit.record("operator", "rejuvenate\nshop-1", "accepted");
      }
    }

    assertThat(Files.readAllLines(directory.resolve("audit.log")))
        .hasSize(2)
        .allMatch("2026-01-01T00:00:00Z\toperator\trejuvenate?shop-1\taccepted"::equals);
  }

  private String printed() {
    return bytes.toString(UTF_8);
  }
}
