package dev.perennial.testing.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class CommandLinesTest {
  @Command(name = "tool", sortOptions = false)
  static final class Options {
    @Option(names = "--count", converter = Count.class, description = "how many")
    int count = 3;

    @Option(names = "--help", usageHelp = true, description = "this text")
    boolean help;
  }

  @Test
  void readsAndRuns() {
    assertThat(run()).isEqualTo(3);
    assertThat(run("--count", "7")).isEqualTo(7);
    assertThat(run("--count=7")).isEqualTo(7);
  }

  @Test
  void helpAndMistakesEndItWithoutRunning() {
    assertThat(run("--help")).isZero();
    assertThat(run("--count", "x", "--help")).isZero();
    assertThat(run("--cuont", "7")).isEqualTo(2);
    assertThat(CommandLines.help(Options.class)).contains("--count=<count>", "how many");
  }

  @Test
  void allMistakesAreToldTogether() {
    assertThatThrownBy(
            () -> CommandLines.read(Options.class, List.of("--count", "0", "--fast", "--count")))
        .hasMessageContainingAll(
            "'--count': '0' must be a number above 0",
            "Missing required parameter for option '--count'",
            "Unknown option: '--fast'");
  }

  @Test
  void aJdkIsAFolderWithJavaInIt() {
    assertThat(new JdkHome().convert(System.getProperty("java.home"))).isDirectory();
    assertThatThrownBy(() -> new JdkHome().convert("/nowhere"))
        .hasMessage("'/nowhere' must be a JDK's folder");
  }

  private static int run(String... args) {
    return CommandLines.run(
        Options.class, args, a -> CommandLines.read(Options.class, a), options -> options.count);
  }
}
