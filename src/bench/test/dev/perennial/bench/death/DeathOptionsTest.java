package dev.perennial.bench.death;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.testing.options.CommandLines;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeathOptionsTest {
  @Test
  void theDefaultIsEachCollectorOnTheBenchsOwnJdk() {
    DeathOptions options = read();

    assertThat(options.javas).containsExactly(Path.of(System.getProperty("java.home")));
    assertThat(options.collectors).hasSize(5);
    assertThat(options.heaps).containsExactly("64m", "256m");
    assertThat(options.guard).isEqualTo("native");
  }

  @Test
  void aListTakesThePlaceOfTheDefault() {
    DeathOptions options = read("--collectors", "G1,Z", "--heaps=1g", "--runs", "7");

    assertThat(options.collectors).containsExactly("G1", "Z");
    assertThat(options.heaps).containsExactly("1g");
    assertThat(options.runs).isEqualTo(7);
  }

  @Test
  void eachOfTheJdksMustBeOne() {
    String home = System.getProperty("java.home");
    assertThatThrownBy(() -> read("--java", home + ",/nowhere"))
        .hasMessageContaining("'/nowhere' must be a JDK's folder");
  }

  private static DeathOptions read(String... args) {
    return CommandLines.read(DeathOptions.class, List.of(args));
  }
}
