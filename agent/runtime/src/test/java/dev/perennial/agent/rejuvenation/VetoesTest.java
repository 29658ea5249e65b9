package dev.perennial.agent.rejuvenation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.restart.Veto;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VetoesTest {
  @ParameterizedTest(name = "{0}, changes accepted: {1} -> forbidden: {2}, in place: {3}")
  @CsvSource({
    "IMPOSSIBLE, false, true, true",
    "IMPOSSIBLE, true, true, true",
    "CHANGED, false, true, true",
    "CHANGED, true, false, true",
    "NO_EXEC, false, false, false",
    "NO_EXEC, true, false, false",
  })
  void whatIsToBeDoneAboutOne(
      Veto.Kind kind, boolean accepted, boolean forbidden, boolean inPlace) {
    List<Veto> vetoes = List.of(new Veto(kind, "why"));

    assertThat(Vetoes.forbidding(vetoes, accepted)).isEqualTo(forbidden ? "why" : "");
    assertThat(Vetoes.allowExec(vetoes)).isEqualTo(inPlace);
  }
}
