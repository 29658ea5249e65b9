package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FaultTableTest {
  private static final String EMPTY =
      "before\n<!-- table: made by src/e2e/faults -->\n<!-- end of table -->\nafter\n";
  private static final List<String> ORDER = List.of("first", "second");

  @Test
  void rowsStandInTheirOrderWheneverTheyWereRun() {
    String one = FaultTable.with(EMPTY, ORDER, Map.of("second", row("b")));
    String both = FaultTable.with(one, ORDER, Map.of("first", row("a")));

    assertThat(both)
        .isEqualTo(
            """
            before
            <!-- table: made by src/e2e/faults -->
            | case | fault | stage | mode | expected | seen |
            | --- | --- | --- | --- | --- | --- |
            | `first` | a | s | m | nothing | 0 lost |
            | `second` | b | s | m | nothing | 0 lost |
            <!-- end of table -->
            after
            """);
  }

  @Test
  void whatRunsAgainReplacesItsOwnRow() {
    String both = FaultTable.with(EMPTY, ORDER, Map.of("first", row("a"), "second", row("b")));

    String again = FaultTable.with(both, ORDER, Map.of("second", row("c | d\ne")));

    assertThat(again).contains("| a |", "| c / d e |").doesNotContain("| b |");
  }

  @Test
  void aCaseThatIsNoMoreLeavesTheTable() {
    String both = FaultTable.with(EMPTY, ORDER, Map.of("first", row("a"), "second", row("b")));

    assertThat(FaultTable.with(both, List.of("second"), Map.of())).doesNotContain("`first`");
  }

  @Test
  void aPageWithoutMarksIsLeftAlone() {
    assertThatThrownBy(() -> FaultTable.with("no table", ORDER, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** So a row that is written by hand, or of a case that was renamed, is found. */
  @Test
  void thePageIsAsTheCommandWritesIt() throws IOException {
    String page = Files.readString(Path.of("../docs/faults.md"));
    List<String> names = FaultCases.all().stream().map(FaultCase::name).toList();

    assertThat(names).doesNotHaveDuplicates();
    assertThat(FaultTable.with(page, names, Map.of())).isEqualTo(page);
  }

  private static List<String> row(String fault) {
    return List.of(fault, "s", "m", "nothing", "0 lost");
  }
}
