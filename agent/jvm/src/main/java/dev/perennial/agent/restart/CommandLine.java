package dev.perennial.agent.restart;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arguments or environment as the kernel has them: strings of bytes, each held in a String with one
 * char a byte, so that none is changed by an encoding.
 */
record CommandLine(List<String> strings) {
  private static final String FD_PREFIX = "/dev/fd/";
  private static final String PROC_FD_PREFIX = "/proc/self/fd/";

  CommandLine {
    strings = List.copyOf(strings);
  }

  /** Reads a file of strings that each end with a zero byte, as /proc/self/cmdline. */
  static CommandLine read(Path file) throws IOException {
    String all = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    List<String> strings = new ArrayList<>();
    int start = 0;
    for (int end = all.indexOf('\0'); end >= 0; end = all.indexOf('\0', start)) {
      strings.add(all.substring(start, end));
      start = end + 1;
    }
    if (start < all.length()) {
      strings.add(all.substring(start));
    }
    return new CommandLine(strings);
  }

  /** Returns the arguments with one more before all options of the JVM. */
  CommandLine withFirstOption(String option) {
    List<String> more = new ArrayList<>(strings);
    more.add(Math.min(1, more.size()), bytes(option));
    return new CommandLine(more);
  }

  /** Returns the environment with a variable set, in place of what it was before. */
  CommandLine withVariable(String name, String value) {
    List<String> more = new ArrayList<>(withoutVariable(name).strings);
    more.add(bytes(name + "=" + value));
    return new CommandLine(more);
  }

  /** Returns the environment without a variable. */
  CommandLine withoutVariable(String name) {
    return new CommandLine(strings.stream().filter(s -> !s.startsWith(name + "=")).toList());
  }

  /** Returns the environment without what is no variable: a value that was overwritten by zeros. */
  CommandLine withoutEmpty() {
    return new CommandLine(strings.stream().filter(s -> !s.isEmpty()).toList());
  }

  /** Returns the value of a variable of an environment as text; null if there is none. */
  @Nullable String variable(String name) {
    for (String string : strings) {
      if (string.startsWith(name + "=")) {
        return text(string.substring(name.length() + 1));
      }
    }
    return null;
  }

  /** Returns the arguments that name an open descriptor of the process, which will be gone. */
  List<String> descriptorArguments() {
    return strings.stream()
        .filter(s -> s.contains(FD_PREFIX) || s.contains(PROC_FD_PREFIX))
        .map(CommandLine::text)
        .toList();
  }

  /** Returns a string of bytes as text. */
  static String text(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), nativeCharset());
  }

  /** Returns text as a string of bytes. */
  static String bytes(String text) {
    return new String(text.getBytes(nativeCharset()), StandardCharsets.ISO_8859_1);
  }

  /** The encoding of the command line and of file names; JDK 18 and later default to UTF-8. */
  private static Charset nativeCharset() {
    String name = System.getProperty("sun.jnu.encoding");
    return name == null ? Charset.defaultCharset() : Charset.forName(name);
  }
}
