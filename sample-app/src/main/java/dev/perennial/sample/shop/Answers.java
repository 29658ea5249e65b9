package dev.perennial.sample.shop;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes JSON answers; each says which server made it, and in which of its lives. Immutable.
 *
 * @param server name of this server
 * @param life when its JVM started, epoch milliseconds
 */
record Answers(String server, long life) {
  private static final ObjectWriter JSON = new JsonMapper().writer();

  /** Returns fields in the order given: name, value, name, value. */
  static Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    return fields;
  }

  void send(HttpServletResponse response, Map<String, ?> fields) throws IOException {
    send(response, HttpServletResponse.SC_OK, fields);
  }

  void send(HttpServletResponse response, int status, Map<String, ?> fields) throws IOException {
    Map<String, Object> all = fields("server", server, "life", life);
    all.putAll(fields);
    byte[] body = JSON.writeValueAsBytes(all);
    response.setStatus(status);
    response.setContentType("application/json;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
