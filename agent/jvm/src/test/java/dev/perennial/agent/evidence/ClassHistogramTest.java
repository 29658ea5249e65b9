package dev.perennial.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.evidence.ClassHistogram.Size;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClassHistogramTest {
  private static final String TEXT =
      """
       num     #instances         #bytes  class name (module)
      -------------------------------------------------------
         1:         12345        1000000  [B (java.base@17.0.15)
         2:            10            500  com.example.Cart
         3:             1             50  com.example.Other
      Total         12356        1000550
      """;

  @Test
  void readsWhatTheJvmPrintsUpToTheLargest() {
    assertThat(ClassHistogram.parse(TEXT, 2).sizes())
        .containsExactly(
            Map.entry("byte[]", new Size(12345, 1_000_000)),
            Map.entry("com.example.Cart", new Size(10, 500)));
  }

  @ParameterizedTest
  @CsvSource({
    "[B, byte[]",
    "[[I, int[][]",
    "[Ljava.lang.String;, java.lang.String[]",
    "[[Lcom.example.Cart;, com.example.Cart[][]",
    "com.example.Cart, com.example.Cart",
  })
  void classesAreNamedAsInSourceCode(String printed, String name) {
    assertThat(ClassHistogram.parse("  1: 1 16 " + printed, 9).sizes()).containsOnlyKeys(name);
  }

  @Test
  void tellsWhatHasCome() {
    ClassHistogram young =
        ClassHistogram.parse("   1: 1 999999 [B\n  2: 5 60 com.example.Other", 9);

    assertThat(ClassHistogram.parse(TEXT, 9).since(young).sizes())
        .containsExactly(
            Map.entry("byte[]", new Size(12344, 1)),
            Map.entry("com.example.Cart", new Size(10, 500)));
  }
}
