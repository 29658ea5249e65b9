package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictLogTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "STABLE SUSPECT STABLE    | ''",
        "STABLE UNSTABLE UNSTABLE | warn verdict UNSTABLE: r1",
        "UNSTABLE CRITICAL        | warn verdict UNSTABLE: r0; warn verdict CRITICAL: r1",
        "CRITICAL STABLE STABLE   | warn verdict CRITICAL: r0;"
            + " info over: the verdict was CRITICAL; now STABLE: r1",
        "UNSTABLE SUSPECT         | warn verdict UNSTABLE: r0;"
            + " info over: the verdict was UNSTABLE; now SUSPECT: r1",
        "CRITICAL UNSTABLE        | warn verdict CRITICAL: r0; warn verdict UNSTABLE: r1",
      })
  void whatIsToldOfVerdictsThatFollowOneAnother(String verdicts, String told) {
    List<String> said = new ArrayList<>();
    VerdictLog log =
        new VerdictLog(line -> said.add("info " + line), line -> said.add("warn " + line));

    int at = 0;
    for (String verdict : verdicts.split(" ")) {
      log.judged(new Judgement(Verdict.valueOf(verdict), "r" + at++, null, List.of()));
    }

    assertThat(String.join("; ", said)).isEqualTo(told);
  }
}
