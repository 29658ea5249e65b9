package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.duplex.Leftovers;
import dev.perennial.agent.duplex.NoRoom;
import dev.perennial.agent.duplex.Unmoved;
import dev.perennial.agent.log.Audit;
import dev.perennial.agent.log.Log;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftReportTest {
  private static final long HOUR = 3_600_000;
  private static final String NO_ROOM =
      "1,204 sessions, last used 3 h to 9 d ago, stay behind: no room at s3";
  private static final InstantSource CLOCK = () -> Instant.EPOCH;

  @TempDir Path directory;

  @Test
  void eachIsInTheAuditAndAllAreInOneAlert() throws Exception {
    List<Unmoved> left = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      left.add(
          new Unmoved("secret-session-" + i, "localhost/shop", "cart", "shop.Cart", "it fails"));
    }
    left.add(new Unmoved("whole-session-id", "", "", "", "its principal fails"));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (Log log = Log.open(directory, CLOCK, new PrintStream(said, true, StandardCharsets.UTF_8));
        Audit audit = Audit.open(directory, CLOCK, log)) {
      new LeftReport("s1", audit, log)
          .accept(
              new Leftovers(left, Optional.of(new NoRoom(1204, 3 * HOUR, 9 * 24 * HOUR, "s3"))));
    }

    assertThat(Files.readAllLines(directory.resolve("audit.log")))
        .hasSize(9)
        .anyMatch(l -> l.endsWith(NO_ROOM))
        .anyMatch(l -> l.endsWith("session whole-... stays behind: its principal fails"));
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains(
            "the hand-over left behind (loss L5) "
                + NO_ROOM
                + "; and 1 sessions and 7 attributes of others")
        .contains("session secret...: attribute cart (shop.Cart) of localhost/shop stays behind")
        .doesNotContain("secret-session");
  }
}
