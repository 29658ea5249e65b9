package dev.perennial.bench.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.testing.options.CommandLines;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MatrixOptionsTest {
  private static final List<String> COLLECTORS = List.of("Serial", "G1", "Z");

  @Test
  void theDefaultIsAllOnTheBenchsOwnJdk() {
    MatrixOptions options = CommandLines.read(MatrixOptions.class, List.of());

    assertThat(options.javas).hasSize(1);
    assertThat(options.collectors).hasSize(5);
    assertThat(options.only.matcher("anything").find()).isTrue();
  }

  @Test
  void whatIsNotUnderstoodIsSaid() {
    assertThatThrownBy(() -> CommandLines.read(MatrixOptions.class, List.of("--only", "(")))
        .hasMessageContaining("--only");
    assertThatThrownBy(() -> CommandLines.read(MatrixOptions.class, List.of("--clusters", "0")))
        .hasMessageContaining("--clusters': '0'");
  }

  @ParameterizedTest
  @EnumSource
  void everythingIsTriedWithEachJdk(Stress stress) {
    assertThat(stress.collectors(COLLECTORS, true)).contains("G1");
    assertThat(stress.collectors(COLLECTORS, false)).contains("G1");
    if (!stress.fault.isEmpty()) {
      assertThat(stress.kind()).isNotEmpty();
      assertThat(stress.rate()).isPositive();
    }
  }
}
