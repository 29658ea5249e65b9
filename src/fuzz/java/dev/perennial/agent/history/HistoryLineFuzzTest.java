package dev.perennial.agent.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** A line of the history, which people may have edited. */
class HistoryLineFuzzTest {
  @FuzzTest
  void whatIsReadIsWrittenAlike(byte[] data) {
    HistoryLine.parse(new String(data, StandardCharsets.UTF_8))
        .ifPresent(
            read -> {
              String line = HistoryLine.of(read.entry(), read.pending());
              assertThat(HistoryLine.parse(line)).hasValue(read);
            });
  }
}
