package dev.perennial.sample.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void readsWhatItWrites() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("text", "a \"quoted\" \\ line\n\u0001");
    fields.put("number", -42L);
    fields.put("list", List.of(1L, true, "x", List.of()));
    fields.put("nothing", null);

    Json read = Json.parse(Json.write(fields));

    assertThat(read.get("text").text("")).isEqualTo("a \"quoted\" \\ line\n\u0001");
    assertThat(read.get("number").number(0)).isEqualTo(-42);
    assertThat(read.get("list").items()).hasSize(4);
    assertThat(read.get("nothing").exists()).isFalse();
    assertThat(read.members()).hasSize(4);
  }

  @Test
  void whatIsMissingReadsAsTheFallback() {
    Json read = Json.parse("{\"a\": {\"b\": [ {\"c\": 1.5e1} ]}}");

    assertThat(read.get("a").get("b").items().get(0).get("c").number(0)).isEqualTo(15);
    assertThat(read.get("x").get("y").text("none")).isEqualTo("none");
    assertThat(read.get("a").number(7)).isEqualTo(7);
    assertThat(read.get("a").text("")).isEqualTo("{\"b\":[{\"c\":15.0}]}");
    assertThat(read.get("x").items()).isEmpty();
  }

  @Test
  void whatIsNoJsonIsRefusedWithThePlace() {
    for (String text : List.of("", "{", "[1,", "{\"a\"}", "tru", "\"open", "1 2", "{\"a\":-}")) {
      assertThatThrownBy(() -> Json.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at character");
    }
  }

  @Test
  void readsEscapedCharacters() {
    assertThat(Json.parse("\"\\u20ac\\t\\/\"").text("")).isEqualTo("€\t/");
  }
}
