package dev.perennial.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonTest {
  @Test
  void mapsAreObjectsAndCollectionsArrays() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("x", 1);
    map.put("label", Map.of("a", List.of(0.5, 2.0)));
    map.put("none", null);
    map.put("yes", true);

    assertThat(Json.of(map))
        .isEqualTo("{\"x\":1,\"label\":{\"a\":[0.5,2.0]},\"none\":null,\"yes\":true}");
  }

  @Test
  void emptyOnesStayWhatTheyAre() {
    assertThat(Json.of(List.of(Map.of(), List.of()))).isEqualTo("[{},[]]");
  }

  @Test
  void whatJsonDoesNotAllowInTextIsEscaped() {
    assertThat(Json.of("a\"b\\c\n\r\t\u0001\u007f</script>é"))
        .isEqualTo("\"a\\\"b\\\\c\\n\\r\\t\\u0001\\u007f\\u003c/script>é\"");
    assertThat(Json.of("\uD83D\uDE00\uD83D")).isEqualTo("\"\\ud83d\\ude00\\ud83d\"");
    assertThat(Json.of(Map.of("k\"", 1))).isEqualTo("{\"k\\\"\":1}");
  }

  @Test
  void numbersThatJsonDoesNotHaveAreNull() {
    assertThat(Json.of(List.of(Double.NaN, Double.POSITIVE_INFINITY, 1e300, -0.5, Long.MAX_VALUE)))
        .isEqualTo("[null,null,1.0E300,-0.5,9223372036854775807]");
  }
}
