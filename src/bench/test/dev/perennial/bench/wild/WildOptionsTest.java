package dev.perennial.bench.wild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.testing.options.CommandLines;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WildOptionsTest {
  @Test
  void theDefaultIsAllOnTheBenchsOwnJdk() {
    WildOptions options = CommandLines.read(WildOptions.class, List.of());

    assertThat(options.javas).hasSize(1);
    assertThat(options.only.matcher("anything").find()).isTrue();
    assertThat(options.longLives).isFalse();
  }

  @Test
  void whatIsNotUnderstoodIsSaid() {
    assertThatThrownBy(() -> CommandLines.read(WildOptions.class, List.of("--only", "(")))
        .hasMessageContaining("--only");
    assertThatThrownBy(() -> CommandLines.read(WildOptions.class, List.of("--at-once", "0")))
        .hasMessageContaining("--at-once': '0'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--long"})
  void rowsAreToldApartByTheirNames(String given) throws Exception {
    List<String> args = given.isEmpty() ? List.of() : List.of(given);

    List<WildCase> rows = WildCases.of(CommandLines.read(WildOptions.class, args));

    assertThat(new HashSet<>(rows.stream().map(WildCase::name).toList())).hasSameSizeAs(rows);
    assertThat(rows)
        .extracting(WildCase::expected)
        .contains(given.isEmpty() ? Expected.TOLD : Expected.FOUND)
        .doesNotContain(given.isEmpty() ? Expected.FOUND : Expected.TOLD);
  }
}
