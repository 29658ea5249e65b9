package dev.perennial.agent.evidence.heapdump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.evidence.heapdump.Findings.Culprit;
import dev.perennial.agent.evidence.heapdump.Findings.Loaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FindingsTest {
  private static final Findings ALL =
      new Findings(
          List.of(
              new Culprit(12, 3, "byte[]", List.of("class a.B", "a.B.c"), false),
              new Culprit(11, 1, "a.D", List.of(), true)),
          List.of(new Loaders(4, "x.Loader", "a.B", List.of("thread t"))),
          Map.of("byte[]", Map.of("a.B", 0.5), "int[]", Map.of()),
          List.of("what is not known"));

  @Test
  void whatOneProcessSaysTheOtherUnderstands() {
    assertThat(Findings.parse(ALL.lines())).isEqualTo(ALL);
  }

  @Test
  void aNameCannotBreakALine() {
    Findings evil = Findings.NONE.withProblem("x\nkeeps\t1\t1\tfalse\ty\u0000");

    assertThat(Findings.parse(String.join("\n", evil.lines()).lines().toList()))
        .isEqualTo(Findings.NONE.withProblem("x\uFFFDkeeps\uFFFD1\uFFFD1\uFFFDfalse\uFFFDy\uFFFD"));
  }

  @Test
  void whatIsCutOrSaidByTheJvmIsAProblemAndTheRestIsKept() {
    List<String> lines = new ArrayList<>(ALL.lines());
    lines.add("keeps\t7");
    lines.add("OutOfMemoryError");

    Findings read = Findings.parse(lines);

    assertThat(read.culprits()).isEqualTo(ALL.culprits());
    assertThat(read.problems())
        .containsExactly("what is not known", "cut: keeps\t7", "OutOfMemoryError");
  }
}
