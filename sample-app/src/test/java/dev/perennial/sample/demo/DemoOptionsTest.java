package dev.perennial.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoOptionsTest {
  @Test
  void defaults() {
    assertThat(parse())
        .isEqualTo(
            new DemoOptions(DemoMode.ACTIVE_STANDBY, 1, null, false, true, null, false, false));
  }

  @Test
  void readsEachOption() {
    assertThat(parse("--mode", "active-active").mode()).isEqualTo(DemoMode.ACTIVE_ACTIVE);
    assertThat(parse("--rounds", "3").rounds()).isEqualTo(3);
    assertThat(parse("--json", "out.json").json()).isEqualTo(Path.of("out.json"));
    assertThat(parse("--keep").keep()).isTrue();
    assertThat(parse("--without-agent").withAgent()).isFalse();
    assertThat(parse("--quick").quick()).isTrue();
    assertThat(parse("--help").help()).isTrue();
    for (String name : List.of("drop-last-delta", "double-owner", "lost-part", "new-session")) {
      assertThat(parse("--sabotage", name).sabotage()).isEqualTo(name);
    }
  }

  @Test
  void allMistakesAreReportedTogetherWithWhatIsAllowed() {
    assertThatThrownBy(
            () -> parse("--mode", "x", "--rounds", "0", "--sabotage", "y", "--fast", "--json"))
        .hasMessage(
            """
            --mode x: must be active-standby or active-active
            --rounds 0: must be a number from 1 to 20
            --sabotage y: must be one of drop-last-delta, double-owner, lost-part, new-session
            --fast is no option; --help names them
            --json needs a value""");
  }

  @Test
  void sabotageWithoutTheAgentIsRefused() {
    assertThatThrownBy(() -> parse("--without-agent", "--sabotage", "lost-part"))
        .hasMessageContaining("--sabotage");
  }

  @Test
  void theHelpNamesEachOptionAndEachField() throws Exception {
    String help =
        new String(
            DemoOptions.class.getResourceAsStream("help.txt").readAllBytes(),
            StandardCharsets.UTF_8);

    assertThat(help)
        .contains("--mode", "--rounds", "--json", "--keep", "--without-agent", "--sabotage")
        .contains("--quick")
        .contains(DemoOptions.SABOTAGES.subList(0, 3))
        .contains("sessionsMoved", "maxClientWaitMs", "switchPauseMs", "verdictToBackMs");
  }

  private static DemoOptions parse(String... arguments) {
    return DemoOptions.parse(List.of(arguments));
  }
}
