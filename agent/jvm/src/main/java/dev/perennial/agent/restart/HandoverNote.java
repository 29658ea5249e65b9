package dev.perennial.agent.restart;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Properties;

/**
 * What a life leaves for the next one, so that it can answer before it has found the cluster.
 *
 * @param successor name of the server that serves in its place; empty if none
 * @param successorState where the successor takes questions and requests, "host:port"; empty if
 *     none
 * @param epoch of the roster when it was written
 * @param incarnation of the life that wrote it
 * @param round of the rejuvenation
 * @param writtenAtMillis when it was written, in milliseconds since 1970
 */
public record HandoverNote(
    String successor,
    String successorState,
    long epoch,
    long incarnation,
    long round,
    long writtenAtMillis) {
  private static final String VERSION = "1";

  /** Returns it as text of lines key=value. */
  String toText() {
    Properties lines = new Properties();
    lines.setProperty("version", VERSION);
    lines.setProperty("successor", successor);
    lines.setProperty("successorState", successorState);
    lines.setProperty("epoch", Long.toString(epoch));
    lines.setProperty("incarnation", Long.toString(incarnation));
    lines.setProperty("round", Long.toString(round));
    lines.setProperty("writtenAtMillis", Long.toString(writtenAtMillis));
    StringWriter text = new StringWriter();
    try {
      lines.store(text, null);
    } catch (IOException e) {
      throw new AssertionError("a StringWriter does not fail", e);
    }
    return text.toString();
  }

  /**
   * Reads the text; keys that it does not know are left out of account, for another version may
   * have written them.
   *
   * @throws IOException if it is no note, or of a version that cannot be read
   */
  static HandoverNote parse(String text) throws IOException {
    Properties lines = new Properties();
    try {
      lines.load(new StringReader(text));
      if (!VERSION.equals(lines.getProperty("version"))) {
        throw new IOException(
            "hand-over note of version " + lines.getProperty("version") + ", known is " + VERSION);
      }
      return new HandoverNote(
          string(lines, "successor"),
          string(lines, "successorState"),
          number(lines, "epoch"),
          number(lines, "incarnation"),
          number(lines, "round"),
          number(lines, "writtenAtMillis"));
    } catch (IllegalArgumentException e) {
      throw new IOException("hand-over note cannot be read: " + e.getMessage(), e);
    }
  }

  private static String string(Properties lines, String key) throws IOException {
    String value = lines.getProperty(key);
    if (value == null) {
      throw new IOException("hand-over note without " + key);
    }
    return value;
  }

  private static long number(Properties lines, String key) throws IOException {
    return Long.parseLong(string(lines, key));
  }
}
