package dev.perennial.agent.restart;

import dev.perennial.agent.restart.NamedFile.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds in a JVM's options the files without which it ends at once. That is the case with those of
 * this table alone, as tried with JDK 17 and 25: a missing archive of shared classes, for one, only
 * makes a start slower, unless -Xshare:on or -XX:AOTMode=on asks for it.
 */
final class NamedFiles {
  private static final Map<String, Kind> OPTIONS = new LinkedHashMap<>();
  private static final String REMOTE = "-Dcom.sun.management.jmxremote.";

  static {
    OPTIONS.put("-javaagent:", Kind.FILE);
    OPTIONS.put("-agentpath:", Kind.FILE);
    OPTIONS.put("-XX:Flags=", Kind.FILE);
    OPTIONS.put("-XX:CompilerDirectivesFile=", Kind.FILE);
    OPTIONS.put("-XX:AllocateHeapAt=", Kind.FOLDER);
    OPTIONS.put("-Xloggc:", Kind.FOLDER_OF);
    OPTIONS.put("-Dcom.sun.management.config.file=", Kind.FILE);
  }

  private final List<NamedFile> files = new ArrayList<>();
  private final List<String> unresolved = new ArrayList<>();
  private final Map<String, String> libraries;
  private final boolean sharedAlways;
  private final boolean aotAlways;
  private final boolean remotePasswords;

  private NamedFiles(JvmOptions options, Map<String, String> libraries) {
    this.libraries = libraries;
    sharedAlways = last(options, "-Xshare:").equals("on");
    aotAlways = last(options, "-XX:AOTMode=").equals("on");
    remotePasswords =
        !last(options, REMOTE + "port=").isEmpty()
            && !last(options, REMOTE + "authenticate=").equals("false");
    for (JvmOptions.OptionFile file : options.files()) {
      files.add(new NamedFile(file.name(), file.by(), Kind.FILE));
    }
    options.options().forEach(this::look);
    if (options.program().size() > 1 && options.program().get(0).equals("-jar")) {
      files.add(new NamedFile(options.program().get(1), "-jar", Kind.FILE));
    }
  }

  /**
   * What was found.
   *
   * @param files that must be there
   * @param unresolved options that name a library of which it is not known where it lies
   */
  record Found(List<NamedFile> files, List<String> unresolved) {
    Found {
      files = List.copyOf(files);
      unresolved = List.copyOf(unresolved);
    }
  }

  /**
   * Returns them.
   *
   * @param libraries files of the libraries that this process has loaded, by name without folder
   */
  static Found of(JvmOptions options, Map<String, String> libraries) {
    NamedFiles named = new NamedFiles(options, libraries);
    return new Found(named.files, named.unresolved);
  }

  private static String last(JvmOptions options, String prefix) {
    String value = "";
    for (JvmOptions.Option option : options.options()) {
      if (option.text().startsWith(prefix)) {
        value = option.text().substring(prefix.length());
      }
    }
    return value;
  }

  private void look(JvmOptions.Option option) {
    String text = option.text();
    OPTIONS.forEach(
        (prefix, kind) -> {
          if (text.startsWith(prefix)) {
            add(withoutAgentOptions(prefix, text.substring(prefix.length())), prefix, option, kind);
          }
        });
    if (text.startsWith("-agentlib:") || text.startsWith("-Xrun")) {
      library(option, text.startsWith("-Xrun") ? "-Xrun" : "-agentlib:");
    } else if (text.startsWith("-Xlog:")) {
      log(option);
    } else if (text.startsWith("-XX:StartFlightRecording")) {
      recording(option);
    } else if (sharedAlways && text.startsWith("-XX:SharedArchiveFile=")) {
      for (String archive : after(text, '=').split(":")) {
        add(archive, "-XX:SharedArchiveFile with -Xshare:on", option, Kind.FILE);
      }
    } else if (aotAlways && text.startsWith("-XX:AOTCache=")) {
      add(after(text, '='), "-XX:AOTCache with -XX:AOTMode=on", option, Kind.FILE);
    } else if (remotePasswords
        && (text.startsWith(REMOTE + "password.file=")
            || text.startsWith(REMOTE + "access.file="))) {
      add(after(text, '='), text.substring(0, text.indexOf('=')), option, Kind.FILE);
    }
  }

  private static String withoutAgentOptions(String prefix, String value) {
    int options = prefix.contains("agent") ? value.indexOf('=') : -1;
    return options < 0 ? value : value.substring(0, options);
  }

  private void library(JvmOptions.Option option, String prefix) {
    String value = option.text().substring(prefix.length());
    String name = value.split("[=:]", 2)[0];
    String file = libraries.get("lib" + name + ".so");
    if (file == null) {
      unresolved.add(prefix + name);
    } else {
      add(file, prefix + name, option, Kind.FILE);
    }
  }

  /** As {@code -Xlog:what:output:decorations:options}; the output may be without "file=". */
  private void log(JvmOptions.Option option) {
    String[] parts = option.text().split(":", 4);
    String output = parts.length > 2 ? parts[2] : "";
    if (output.startsWith("file=")) {
      output = output.substring("file=".length());
    }
    if (!output.isEmpty() && !output.equals("stdout") && !output.equals("stderr")) {
      add(output.replace("\"", ""), "-Xlog", option, Kind.FOLDER_OF);
    }
  }

  private void recording(JvmOptions.Option option) {
    String name = "-XX:StartFlightRecording";
    String values = option.text().substring(name.length());
    for (String value : values.isEmpty() ? new String[0] : values.substring(1).split(",")) {
      if (value.startsWith("settings=/")) {
        // Other names are looked for in the JDK, too.
        add(after(value, '='), name, option, Kind.FILE);
      } else if (value.startsWith("filename=")) {
        add(after(value, '='), name, option, Kind.FOLDER_OF);
      }
    }
  }

  private void add(String name, String by, JvmOptions.Option option, Kind kind) {
    String plain = by.endsWith(":") || by.endsWith("=") ? by.substring(0, by.length() - 1) : by;
    String from = option.from().isEmpty() ? plain : plain + " in " + option.from();
    files.add(new NamedFile(name, from, kind));
  }

  private static String after(String text, char mark) {
    return text.substring(text.indexOf(mark) + 1);
  }
}
