package dev.perennial.sample.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value to read from without fear: what is not there reads as the fallback that the caller
 * names, so that a newer or older server does no harm. Immutable.
 */
public final class Json {
  private static final Json NOTHING = new Json(null);

  /** A Map, List, String, Long, Double, Boolean or null. */
  private final @Nullable Object value;

  Json(@Nullable Object value) {
    this.value = value;
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if it is no JSON, with the place
   */
  public static Json parse(String text) {
    return new Json(new JsonParser(text).parse());
  }

  /** Returns the text of maps, lists, strings, numbers, booleans and null, on one line. */
  public static String write(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(e -> quote(String.valueOf(e.getKey())) + ":" + write(e.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Iterable<?> items) {
      StringBuilder text = new StringBuilder("[");
      for (Object item : items) {
        text.append(text.length() > 1 ? "," : "").append(write(item));
      }
      return text.append(']').toString();
    }
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return String.valueOf(value);
    }
    return quote(value.toString());
  }

  /** Returns a member of an object. */
  public Json get(String name) {
    return value instanceof Map<?, ?> map && map.get(name) != null
        ? new Json(map.get(name))
        : NOTHING;
  }

  /** Returns the elements of an array, none if it is no array. */
  public List<Json> items() {
    if (value instanceof List<?> list) {
      return list.stream().map(Json::new).toList();
    }
    return value instanceof Map<?, ?> map
        ? map.values().stream().map(Json::new).toList()
        : List.of();
  }

  /** Returns the members of an object, in their order. */
  public Map<String, Json> members() {
    Map<String, Json> members = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, member) -> members.put(String.valueOf(name), new Json(member)));
    }
    return members;
  }

  /** Returns whether there is a value other than null. */
  public boolean exists() {
    return value != null;
  }

  /** Returns a string, or anything else as it is written. */
  public String text(String fallback) {
    if (value == null) {
      return fallback;
    }
    return value instanceof String string ? string : write(value);
  }

  /** Returns a number without its fraction. */
  public long number(long fallback) {
    return value instanceof Number number ? number.longValue() : fallback;
  }

  @Override
  public String toString() {
    return write(value);
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        default -> {
          if (c < ' ') {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
