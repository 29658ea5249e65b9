package dev.perennial.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.testing.fault.Fault;
import dev.perennial.testing.options.CommandLines;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoOptionsTest {
  @Test
  void defaults() {
    DemoOptions options = parse();

    assertThat(options.mode()).isEqualTo(DemoMode.ACTIVE_STANDBY);
    assertThat(options.rounds()).isEqualTo(1);
    assertThat(options.json()).isNull();
    assertThat(options.keep()).isFalse();
    assertThat(options.withAgent()).isTrue();
    assertThat(options.sabotage()).isNull();
    assertThat(options.scale().text()).isEmpty();
  }

  @Test
  void readsEachOption() {
    assertThat(parse("--mode", "active-active").mode()).isEqualTo(DemoMode.ACTIVE_ACTIVE);
    assertThat(parse("--rounds", "3").rounds()).isEqualTo(3);
    assertThat(parse("--json", "out.json").json()).isEqualTo(Path.of("out.json"));
    assertThat(parse("--keep").keep()).isTrue();
    assertThat(parse("--without-agent").withAgent()).isFalse();
    assertThat(parse().traffic().timeout()).hasSeconds(30);
    assertThat(parse("--patience", "120").traffic().timeout()).hasSeconds(120);
    assertThat(parse("--quick").scale().text()).startsWith("Quick: ");
    assertThat(parse("--quick").roles()).containsExactly("primary", "primary", "spare");
    assertThat(parse("--tiny").scale().text()).startsWith("Tiny: ");
    assertThat(parse("--tiny").roles()).containsExactly("primary", "spare");
    for (String name : List.of("drop-last-delta", "double-owner", "lost-part", "new-session")) {
      assertThat(parse("--sabotage", name).sabotage()).isEqualTo(name);
    }
  }

  @Test
  void allMistakesAreReportedTogetherWithWhatIsAllowed() {
    assertThatThrownBy(
            () ->
                parse(
                    "--mode",
                    "x",
                    "--rounds",
                    "0",
                    "--patience",
                    "0",
                    "--sabotage",
                    "y",
                    "--fast",
                    "--json"))
        .hasMessage(
            """
            Invalid value for option '--mode': 'x' must be active-standby or active-active
            Invalid value for option '--rounds': '0' must be a number from 1 to 20
            Invalid value for option '--patience': '0' must be a number of seconds from 1 to 600
            Invalid value for option '--sabotage': 'y' must be one of drop-last-delta, double-owner, lost-part, new-session
            Missing required parameter for option '--json' (FILE)
            Unknown option: '--fast'""");
  }

  @Test
  void sabotageWithoutTheAgentIsRefused() {
    assertThatThrownBy(() -> parse("--without-agent", "--sabotage", "lost-part"))
        .hasMessageContaining("--sabotage");
  }

  /** The script prints the file: it may have nothing to run yet. */
  @Test
  void theHelpOfTheScriptIsThatOfTheOptions() throws Exception {
    assertThat(Path.of("help.txt")).hasContent(CommandLines.help(DemoOptions.class));
  }

  @Test
  void theHelpNamesEachFaultAndEachField() {
    assertThat(CommandLines.help(DemoOptions.class))
        .contains(Fault.names())
        .contains("sessionsMoved", "maxClientWaitMs", "switchPauseMs", "verdictToBackMs");
  }

  private static DemoOptions parse(String... arguments) {
    return DemoOptions.parse(List.of(arguments));
  }
}
