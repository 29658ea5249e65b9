package dev.perennial.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.sample.client.Figures;
import dev.perennial.sample.json.Json;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ClusterStatusTest {
  private static final ClusterStatus CALM = status("IN_SERVICE", "null", "STABLE", "null");
  private static final ClusterStatus BUSY =
      status(
          "DUPLEXING",
          "\"s3\"",
          "UNSTABLE",
          "{\"rejuvenation\":1,\"state\":\"COPYING\",\"pass\":2,\"sessionsSent\":300,"
              + "\"sessionsDirty\":12,\"bytesSent\":204800,\"detail\":\"\"}");

  @Test
  void readsWhatAnAgentSays() {
    assertThat(BUSY.leader()).isEqualTo("s2");
    ServerStatus s1 = BUSY.server("s1").orElseThrow();
    assertThat(s1.incarnation()).isEqualTo(3);
    assertThat(s1.successor()).isEqualTo("s3");
    assertThat(s1.unstable()).isTrue();
    assertThat(s1.reason()).isEqualTo("heap live set full");
    assertThat(s1.duplexing())
        .isEqualTo(new ServerStatus.Duplexing("COPYING", 2, 300, 12, 204_800, ""));
    assertThat(CALM.server("s1").orElseThrow().inService()).isTrue();
  }

  @Test
  void readsAServerThatHasNotReportedYet() {
    String text = "{'servers': [{'name': 's1', 'stage': 'JOINING', 'report': null}]}";

    ServerStatus s1 =
        ClusterStatus.of(Json.parse(text.replace('\'', '"'))).server("s1").orElseThrow();

    assertThat(s1.stage()).isEqualTo("JOINING");
    assertThat(s1.verdict()).isEmpty();
    assertThat(s1.sessions()).isEqualTo(-1);
  }

  @Test
  void whatIsNoStatusHasNoServers() {
    assertThat(ClusterStatus.of(Json.parse("{}"))).isEqualTo(ClusterStatus.NOTHING);
    assertThat(ClusterStatus.of(Json.parse("[1]")).servers()).isEmpty();
  }

  @Test
  void theStoryTellsWhatIsNew() {
    assertThat(Story.tell(ClusterStatus.NOTHING, CALM))
        .containsExactly("leader is s2", "s1 PRIMARY IN_SERVICE: why");
    assertThat(Story.tell(CALM, CALM)).isEmpty();
    assertThat(Story.tell(CALM, BUSY))
        .containsExactly(
            "s1 is judged UNSTABLE: heap live set full",
            "s1 PRIMARY DUPLEXING, successor s3: why",
            "s1 duplexing: COPYING, round 2, 300 sessions and 200 KiB sent, 12 to send");
  }

  @Test
  void aLeaderIsKnownUntilAnotherIs() {
    ClusterStatus nobody = new ClusterStatus("", CALM.servers());

    assertThat(nobody.withLeaderOf(CALM).leader()).isEqualTo("s2");
    assertThat(CALM.withLeaderOf(nobody).leader()).isEqualTo("s2");
  }

  @Test
  void theBlockShowsServersAndClient() {
    assertThat(StatusBlock.lines(BUSY, new Figures(1_000, 1, 2, 3, 0, 0, 40), 260, "aside"))
        .anyMatch(l -> l.contains("s1") && l.contains("DUPLEXING") && l.contains("260"))
        .anyMatch(l -> l.contains("1000 requests, 260 a second; 1 failed, 2 lost, 3 stale"))
        .last()
        .isEqualTo("  aside");
  }

  private static ClusterStatus status(
      String stage, String successor, String verdict, String duplexing) {
    String server =
        String.format(
            Locale.ROOT,
            """
            {"name": "s1", "incarnation": 3, "role": "PRIMARY", "stage": "%s",
             "stageReason": "why", "successor": %s, "rejuvenation": 1,
             "report": {"health": {"verdict": "%s", "verdictReason": "heap live set full"},
                        "capacity": {"sessions": 260}, "duplexing": %s}}
            """,
            stage,
            successor,
            verdict,
            duplexing);
    return ClusterStatus.of(
        Json.parse("{\"leader\":\"s2\",\"mode\":\"ACTIVE_STANDBY\",\"servers\":[" + server + "]}"));
  }
}
