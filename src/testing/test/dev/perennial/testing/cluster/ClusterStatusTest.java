package dev.perennial.testing.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.perennial.testing.http.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterStatusTest {
  private static final String BUSY =
      """
      {'leader': 's2', 'mode': 'ACTIVE_STANDBY', 'servers': [
        {'name': 's1', 'incarnation': 3, 'role': 'PRIMARY', 'stage': 'DUPLEXING',
         'stageReason': 'why', 'successor': 's3', 'rejuvenation': 1,
         'report': {'health': {'verdict': 'UNSTABLE', 'verdictReason': 'heap live set full'},
                    'capacity': {'sessions': 260},
                    'duplexing': {'rejuvenation': 1, 'state': 'COPYING', 'pass': 2,
                                  'sessionsSent': 300, 'sessionsDirty': 12,
                                  'bytesSent': 204800, 'detail': ''}}}]}
      """;

  @Test
  void readsWhatAnAgentSays() throws Exception {
    ClusterStatus busy = read(BUSY);

    assertThat(busy.leader()).isEqualTo("s2");
    ServerStatus s1 = busy.server("s1").orElseThrow();
    assertThat(s1)
        .isEqualTo(
            new ServerStatus(
                "s1",
                3,
                "PRIMARY",
                "DUPLEXING",
                "why",
                "s3",
                "UNSTABLE",
                "heap live set full",
                260,
                new ServerStatus.Duplexing("COPYING", 2, 300, 12, 204_800, "")));
    assertThat(s1.unstable()).isTrue();
    assertThat(s1.inService()).isFalse();
  }

  @Test
  void readsAServerThatHasNotReportedYet() throws Exception {
    ServerStatus s1 =
        read("{'servers': [{'name': 's1', 'stage': 'JOINING', 'report': null}]}")
            .server("s1")
            .orElseThrow();

    assertThat(s1.stage()).isEqualTo("JOINING");
    assertThat(s1.verdict()).isEmpty();
    assertThat(s1.sessions()).isEqualTo(-1);
  }

  @Test
  void whatIsNoStatusHasNoServers() throws Exception {
    assertThat(read("{}")).isEqualTo(ClusterStatus.NOTHING);
    assertThat(read("[1]").servers()).isEmpty();
    HttpAnswer answer =
        new HttpAnswer(200, Map.of(), "no JSON".getBytes(StandardCharsets.UTF_8), true);
    assertThat(ClusterStatus.of(answer)).isEmpty();
  }

  @Test
  void aLeaderIsKnownUntilAnotherIs() throws Exception {
    ClusterStatus busy = read(BUSY);
    ClusterStatus nobody = new ClusterStatus("", busy.servers());

    assertThat(nobody.withLeaderOf(busy).leader()).isEqualTo("s2");
    assertThat(busy.withLeaderOf(nobody).leader()).isEqualTo("s2");
  }

  private static ClusterStatus read(String text) throws JsonProcessingException {
    return ClusterStatus.of(new JsonMapper().readTree(text.replace('\'', '"')));
  }
}
