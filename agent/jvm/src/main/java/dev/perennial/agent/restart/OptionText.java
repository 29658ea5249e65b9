package dev.perennial.agent.restart;

import java.util.ArrayList;
import java.util.List;

/** Parts a text of options into words as the JVM and its launcher do. */
final class OptionText {
  private final String text;
  private final boolean argumentFile;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean open;
  private int at;

  private OptionText(String text, boolean argumentFile) {
    this.text = text;
    this.argumentFile = argumentFile;
  }

  /** Returns the words of an environment variable or a VM options file: quotes, no escapes. */
  static List<String> plain(String text) {
    return new OptionText(text, false).parts();
  }

  /** Returns the words of an argument file: with comments, and escapes within quotes. */
  static List<String> ofArgumentFile(String text) {
    return new OptionText(text, true).parts();
  }

  private List<String> parts() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (Character.isWhitespace(c)) {
        end();
      } else if (c == '"' || c == '\'') {
        open = true;
        quoted(c);
      } else if (c == '#' && argumentFile) {
        end();
        skipLine();
      } else {
        open = true;
        word.append(c);
      }
    }
    end();
    return List.copyOf(words);
  }

  private void quoted(char quote) {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == quote) {
        return;
      }
      if (c == '\\' && argumentFile && at < text.length()) {
        escaped(text.charAt(at++));
      } else {
        word.append(c);
      }
    }
  }

  private void escaped(char c) {
    switch (c) {
      case 'n' -> word.append('\n');
      case 'r' -> word.append('\r');
      case 't' -> word.append('\t');
      case 'f' -> word.append('\f');
      case '\n' -> skipIndent();
      default -> word.append(c);
    }
  }

  private void skipIndent() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  private void skipLine() {
    while (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
  }

  private void end() {
    if (open) {
      words.add(word.toString());
    }
    word.setLength(0);
    open = false;
  }
}
