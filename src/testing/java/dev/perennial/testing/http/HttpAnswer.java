package dev.perennial.testing.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One complete answer. Immutable but for its bytes, which nobody changes.
 *
 * @param status code
 * @param headers by name in lower case, values in the order in which they came
 * @param bytes of the body, chunks put together
 * @param closes whether the server closes the connection after it
 */
public record HttpAnswer(
    int status, Map<String, List<String>> headers, byte[] bytes, boolean closes) {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  /** Returns the body as UTF-8. */
  public String body() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Returns the body as JSON.
   *
   * @throws HttpFailure if it is none
   */
  public JsonNode json() throws HttpFailure {
    try {
      JsonNode read = JSON.readValue(body());
      return read;
    } catch (JsonProcessingException e) {
      throw new HttpFailure(
          HttpFailure.Phase.BROKEN_ANSWER, new IOException("no JSON: " + e.getOriginalMessage()));
    }
  }

  /** Returns the first value of a header. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** Returns the value of a cookie that it sets. */
  public Optional<String> cookie(String name) {
    return headers.getOrDefault("set-cookie", List.of()).stream()
        .filter(c -> c.startsWith(name + "="))
        .map(c -> c.substring(name.length() + 1).split(";", 2)[0])
        .findFirst();
  }
}
