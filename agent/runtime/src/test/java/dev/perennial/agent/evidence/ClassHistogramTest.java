package dev.perennial.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
    assertThat(ClassHistogram.parse(TEXT, 2).bytes())
        .containsExactly(
            java.util.Map.entry("[B", 1000000L), java.util.Map.entry("com.example.Cart", 500L));
  }

  @Test
  void tellsWhatHasGrownMostGrownFirst() {
    ClassHistogram young =
        ClassHistogram.parse("   1: 1 999999 [B\n  2: 1 60 com.example.Other", 9);

    assertThat(ClassHistogram.parse(TEXT, 9).growthSince(young).lines().map(String::strip))
        .containsExactly(
            "bytes grown             now  class",
            "+500             500  com.example.Cart",
            "+1         1000000  [B");
  }
}
