package dev.perennial.agent.tomcat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.coyote.Response;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/** Reads the headers and trailers that an application has set, for another server to send. */
final class AnswerHeaders {
  /** Of one connection only, or told apart from the headers: the first server sets its own. */
  private static final Set<String> NOT_OURS =
      Set.of(
          "connection",
          "content-length",
          "keep-alive",
          "proxy-connection",
          "transfer-encoding",
          "upgrade");

  private AnswerHeaders() {}

  /** Has Tomcat's own fields among the headers: what they say of the body. */
  static void addContent(Response response) {
    set(response.getMimeHeaders(), "Content-Type", response.getContentType());
    set(response.getMimeHeaders(), "Content-Language", response.getContentLanguage());
  }

  private static void set(MimeHeaders headers, String name, @Nullable String value) {
    if (value != null) {
      headers.setValue(name).setString(value);
    }
  }

  /** Returns names and values alternating. */
  static List<String> list(MimeHeaders headers) {
    List<String> list = new ArrayList<>(2 * headers.size());
    for (int i = 0; i < headers.size(); i++) {
      String name = latin(headers.getName(i));
      if (!NOT_OURS.contains(name.toLowerCase(Locale.ENGLISH))) {
        list.add(name);
        list.add(latin(headers.getValue(i)));
      }
    }
    return list;
  }

  /** Returns one character for each byte that Tomcat would send. */
  private static String latin(MessageBytes text) {
    String string = Text.string(text);
    for (int i = 0; i < string.length(); i++) {
      if (string.charAt(i) > 127) {
        text.toBytes();
        return Text.string(text);
      }
    }
    return string;
  }

  /** Asks the application for its trailers, once the body is complete. */
  static List<String> trailers(Response response) {
    Supplier<Map<String, String>> supplier = response.getTrailerFields();
    Map<String, String> fields = supplier == null ? null : supplier.get();
    if (fields == null) {
      return List.of();
    }
    List<String> list = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          list.add(name);
          list.add(value);
        });
    return list;
  }
}
