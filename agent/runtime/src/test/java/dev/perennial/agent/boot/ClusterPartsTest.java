package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterPartsTest {
  @ParameterizedTest(name = "{0} bytes, at least {1} MB: \"{2}\"")
  @CsvSource({
    "134217728, 128, ''",
    "134217727, 128, 'its heap of 127 MB is smaller than perennial.cluster.least-heap=128'",
    "16777216, 128, 'its heap of 16 MB is smaller than perennial.cluster.least-heap=128'",
    "16777216, 0, ''",
    "9000000000, 4096, ''",
  })
  void aServerOfASmallHeapIsInNoCluster(long bytes, int least, String why) {
    assertThat(ClusterParts.smallHeap(bytes, least)).isEqualTo(why);
  }
}
