package dev.perennial.agent.restart;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All options that a start of this JVM has: of the command line, of the environment, and of the
 * files that these name. Immutable.
 *
 * @param options in the order in which the JVM takes them
 * @param files that options came from, or would have come from
 * @param program what comes after the options: the main class, jar or module, and its arguments
 */
record JvmOptions(List<Option> options, List<OptionFile> files, List<String> program) {
  private static final String LAUNCHER = "JDK_JAVA_OPTIONS";
  private static final String BEFORE = "JAVA_TOOL_OPTIONS";
  private static final String AFTER = "_JAVA_OPTIONS";
  private static final String VM_FILE = "-XX:VMOptionsFile=";

  /** Variables of the environment that the JVM or its launcher takes options from. */
  static final List<String> VARIABLES = List.of(BEFORE, LAUNCHER, AFTER);

  /** Options whose value is the next word. */
  private static final Set<String> WITH_VALUE =
      Set.of(
          "-cp",
          "-classpath",
          "--class-path",
          "-p",
          "--module-path",
          "--upgrade-module-path",
          "--add-modules",
          "--limit-modules",
          "--add-exports",
          "--add-opens",
          "--add-reads",
          "--patch-module",
          "--enable-native-access",
          "--source");

  JvmOptions {
    options = List.copyOf(options);
    files = List.copyOf(files);
    program = List.copyOf(program);
  }

  /**
   * One option.
   *
   * @param words one, or two if the value is a word of its own
   * @param from where it stands, in words
   */
  record Option(List<String> words, String from) {
    String text() {
      return words.get(0);
    }
  }

  /**
   * A file that options stand in.
   *
   * @param by the option that names it, and where that stands
   */
  record OptionFile(String name, String by) {}

  /**
   * Reads them.
   *
   * @param arguments of the process, the command first
   * @param environment value of a variable, or null
   * @param read content of a file; null if it cannot be read
   */
  static JvmOptions of(
      List<String> arguments,
      Function<String, @Nullable String> environment,
      Function<String, @Nullable String> read) {
    Reader reader = new Reader(read);
    reader.vm(words(environment, BEFORE), BEFORE);
    reader.launcher(words(environment, LAUNCHER), LAUNCHER);
    reader.launcher(arguments.subList(Math.min(1, arguments.size()), arguments.size()), "");
    reader.vm(words(environment, AFTER), AFTER);
    return new JvmOptions(reader.options, reader.files, reader.program);
  }

  private static List<String> words(
      Function<String, @Nullable String> environment, String variable) {
    String text = environment.apply(variable);
    return text == null ? List.of() : OptionText.plain(text);
  }

  private static final class Reader {
    final List<Option> options = new ArrayList<>();
    final List<OptionFile> files = new ArrayList<>();
    final List<String> program = new ArrayList<>();
    private final Function<String, @Nullable String> read;
    private @Nullable String valueOf;
    private boolean plainArguments;
    private boolean jar;

    Reader(Function<String, @Nullable String> read) {
      this.read = read;
    }

    void vm(List<String> words, String from) {
      for (String word : words) {
        vmOption(List.of(word), from);
      }
    }

    private void vmOption(List<String> words, String from) {
      String first = words.get(0);
      if (!first.startsWith(VM_FILE)) {
        options.add(new Option(words, from));
        return;
      }
      // Such a file cannot name another one: the JVM refuses that.
      String name = first.substring(VM_FILE.length());
      for (String word : OptionText.plain(content(name, named("-XX:VMOptionsFile", from)))) {
        options.add(new Option(List.of(word), name));
      }
    }

    void launcher(List<String> words, String from) {
      for (String word : words) {
        boolean file = word.startsWith("@") && program.isEmpty() && !plainArguments;
        if (!file) {
          launcherWord(word, from);
        } else if (word.startsWith("@@")) {
          launcherWord(word.substring(1), from);
        } else {
          // The launcher does not look for argument files in argument files.
          String name = word.substring(1);
          for (String inner : OptionText.ofArgumentFile(content(name, named("@", from)))) {
            launcherWord(inner, name);
          }
        }
      }
    }

    private void launcherWord(String word, String from) {
      if (!program.isEmpty()) {
        program.add(word);
      } else if (valueOf != null) {
        options.add(new Option(List.of(valueOf, word), from));
        valueOf = null;
      } else if (WITH_VALUE.contains(word)) {
        valueOf = word;
      } else if (word.equals("--disable-@files")) {
        plainArguments = true;
      } else if (word.equals("-jar")) {
        jar = true;
      } else if (!word.startsWith("-") || word.equals("-m") || word.startsWith("--module=")) {
        if (jar) {
          program.add("-jar");
        }
        program.add(word);
      } else if (word.equals("--module")) {
        program.add(word);
      } else {
        vmOption(List.of(word), from);
      }
    }

    private String content(String name, String by) {
      files.add(new OptionFile(name, by));
      String content = read.apply(name);
      return content == null ? "" : content;
    }

    private static String named(String option, String from) {
      return from.isEmpty() ? option : option + " in " + from;
    }
  }
}
