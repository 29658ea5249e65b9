package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.Capture.Left;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MoveReportTest {
  private static final Left CONNECTION =
      new Left(
          "localhost/shop",
          "db",
          "com.example.Connection",
          "is not serialisable",
          Capture.Cause.UNSERIALIZABLE);

  @Test
  void sizesOfASampleAreScaledToTheWhole() {
    MoveReport report = new MoveReport(10);
    report.captured(capture("a", 100));
    report.captured(capture("b", 300));

    assertThat(report.meanBytes(-1)).isEqualTo(210);
    assertThat(report.items(List.of("localhost/docs")))
        .containsExactly(
            new MoveItem("localhost/docs", "sessions", true, 0, 0, ""),
            new MoveItem("localhost/shop", "sessions", true, 10, 2000, ""));
    assertThat(report.lines().get(0)).contains("10").contains("2 were looked at");
  }

  @Test
  void whatStaysBehindIsNamedOnceWithItsReason() {
    MoveReport report = new MoveReport(2);
    report.captured(capture("a", 100, CONNECTION));
    report.captured(capture("b", 100, CONNECTION));

    assertThat(report.items(List.of()).get(0).moves()).isFalse();
    assertThat(report.items(List.of()).get(0).detail())
        .isEqualTo(
            "attribute db (com.example.Connection) of 2 sessions stays behind: is not"
                + " serialisable");
  }

  @Test
  void aSessionThatCannotBeCapturedIsCountedWithItsReason() {
    MoveReport report = new MoveReport(1);
    report.failed("it changes all the while");

    assertThat(report.meanBytes(4096)).isEqualTo(4096);
    assertThat(report.lines()).last().asString().contains("1 sessions").contains("changes");
  }

  private static Capture capture(String id, int ofShop, Left... left) {
    // Ten more are the container's own.
    return new Capture(
        id, new byte[ofShop + 10], List.of(left), Map.of("localhost/shop", (long) ofShop));
  }
}
