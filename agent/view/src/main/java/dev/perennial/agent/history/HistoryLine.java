package dev.perennial.agent.history;

import dev.perennial.agent.status.HeldRequests;
import dev.perennial.agent.status.PastRejuvenation;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A rejuvenation as one line, "key=value&amp;key=value" with values encoded as in URLs. */
final class HistoryLine {
  private static final int MOST_LEFT = 20;

  private HistoryLine() {}

  /** A line's content; pending while its restart is not over. */
  record Read(PastRejuvenation entry, boolean pending) {}

  static String of(PastRejuvenation entry, boolean pending) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("pending", pending);
    fields.put("round", entry.round());
    fields.put("begun", entry.begun());
    fields.put("ended", entry.ended());
    fields.put("outcome", entry.outcome());
    fields.put("reason", entry.reason());
    fields.put("successor", entry.successor());
    fields.put("sessionsMoved", entry.moved().sessions());
    fields.put("bytesMoved", entry.moved().bytes());
    fields.put("switchMillis", entry.moved().switchMillis());
    fields.put("sessionsLeft", entry.moved().left());
    fields.put("leftLines", leftLines(entry.moved().leftLines()));
    HeldRequests.Summary held = entry.moved().held();
    fields.put("requestsHeld", held.count());
    fields.put("heldMedianMillis", held.medianMillis());
    fields.put("heldP99Millis", held.p99Millis());
    fields.put("heldLongestMillis", held.longestMillis());
    fields.put("filesRemoved", entry.filesRemoved());
    fields.put("bytesRemoved", entry.bytesRemoved());
    fields.put("heapBefore", entry.heapBefore());
    fields.put("heapAfter", entry.heapAfter());
    fields.put("rssBefore", entry.rssBefore());
    fields.put("rssAfter", entry.rssAfter());
    fields.put("pidBefore", entry.pidBefore());
    fields.put("pidAfter", entry.pidAfter());
    fields.put("evidence", entry.evidence());
    return fields.entrySet().stream()
        .filter(field -> field.getValue() != null)
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** Not all of them: the audit has the rest. */
  private static String leftLines(List<String> lines) {
    String first = lines.stream().limit(MOST_LEFT).collect(Collectors.joining("\n"));
    int more = lines.size() - MOST_LEFT;
    return more > 0 ? first + "\nand " + more + " more, see audit.log" : first;
  }

  private static String encoded(@Nullable Object value) {
    return URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8);
  }

  /** Returns nothing for a line that is none of ours; fields that it does not know are left out. */
  static Optional<Read> parse(String line) {
    try {
      Fields fields = Fields.of(line);
      return Optional.of(
          new Read(
              new PastRejuvenation(
                  fields.number("round"),
                  Instant.parse(fields.text("begun")),
                  Instant.parse(fields.text("ended")),
                  fields.text("outcome"),
                  fields.text("reason"),
                  fields.optional("successor"),
                  new PastRejuvenation.Moving(
                      fields.number("sessionsMoved"),
                      fields.number("bytesMoved"),
                      fields.number("switchMillis"),
                      fields.numberOr("sessionsLeft", 0),
                      fields.textOr("leftLines", "").lines().toList(),
                      new HeldRequests.Summary(
                          fields.numberOr("requestsHeld", 0),
                          fields.numberOr("heldMedianMillis", 0),
                          fields.numberOr("heldP99Millis", 0),
                          fields.numberOr("heldLongestMillis", 0))),
                  fields.number("filesRemoved"),
                  fields.number("bytesRemoved"),
                  fields.number("heapBefore"),
                  fields.number("heapAfter"),
                  fields.number("rssBefore"),
                  fields.number("rssAfter"),
                  fields.number("pidBefore"),
                  fields.number("pidAfter"),
                  fields.optional("evidence")),
              Boolean.parseBoolean(fields.text("pending"))));
    } catch (RuntimeException e) {
      // Cut off by a full disk, or edited: the caller says so.
      return Optional.empty();
    }
  }

  private record Fields(Map<String, String> values) {
    static Fields of(String line) {
      Map<String, String> values = new LinkedHashMap<>();
      for (String field : line.split("&")) {
        int equals = field.indexOf('=');
        values.put(
            field.substring(0, equals),
            URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
      }
      return new Fields(values);
    }

    @Nullable String optional(String key) {
      return values.get(key);
    }

    String text(String key) {
      String value = values.get(key);
      if (value == null) {
        throw new IllegalArgumentException("no " + key);
      }
      return value;
    }

    long number(String key) {
      return Long.parseLong(text(key));
    }

    String textOr(String key, String otherwise) {
      return values.getOrDefault(key, otherwise);
    }

    /** An agent from before the field has not written it. */
    long numberOr(String key, long otherwise) {
      return values.containsKey(key) ? number(key) : otherwise;
    }
  }
}
