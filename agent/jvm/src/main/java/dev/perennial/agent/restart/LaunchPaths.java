package dev.perennial.agent.restart;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the files that this process was started from. */
final class LaunchPaths {
  private static final Set<String> ARCHIVES = Set.of(".jar", ".war", ".ear", ".jmod");

  private LaunchPaths() {}

  /** Returns class path, agents, argument files and the mapped files of the Java installation. */
  static Set<Path> ofStart(CommandLine arguments) {
    Set<Path> files = new LinkedHashSet<>();
    addAll(files, System.getProperty("java.class.path", ""));
    addAll(files, System.getProperty("jdk.module.path", ""));
    for (String argument : jvmArguments(arguments)) {
      if (argument.startsWith("-javaagent:")) {
        String spec = argument.substring("-javaagent:".length());
        int options = spec.indexOf('=');
        add(files, options < 0 ? spec : spec.substring(0, options));
      } else if (argument.startsWith("@") && !argument.startsWith("@@")) {
        add(files, argument.substring(1));
      } else if (argument.startsWith("-Xbootclasspath/a:")) {
        addAll(files, argument.substring("-Xbootclasspath/a:".length()));
      }
    }
    String home = System.getProperty("java.home", "");
    for (String mapped : lines(Path.of("/proc/self/maps"))) {
      int path = mapped.indexOf('/');
      if (path > 0 && mapped.startsWith(home, path)) {
        add(files, mapped.substring(path));
      }
    }
    return files;
  }

  /**
   * Returns the archives that this process has open: those of class loaders of its own. Without
   * those in the temporary folder, which come and go with a life.
   */
  static Set<Path> openArchives() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp")).toAbsolutePath();
    Set<Path> files = new LinkedHashSet<>();
    for (String target : descriptorTargets()) {
      if (isArchive(target) && !Path.of(target).startsWith(temporary)) {
        add(files, target);
      }
    }
    return files;
  }

  private static boolean isArchive(String path) {
    return ARCHIVES.stream().anyMatch(path::endsWith);
  }

  /** What comes before the main class; an application's own arguments may look like anything. */
  private static List<String> jvmArguments(CommandLine arguments) {
    String[] command = System.getProperty("sun.java.command", "").split(" ", 2);
    List<String> before = new ArrayList<>();
    for (String argument : arguments.strings().subList(1, arguments.strings().size())) {
      String text = CommandLine.text(argument);
      if (text.equals(command[0])) {
        break;
      }
      before.add(text);
    }
    return before;
  }

  private static List<String> descriptorTargets() {
    List<String> targets = new ArrayList<>();
    String[] names = new File("/proc/self/fd").list();
    if (names != null) {
      for (String name : names) {
        String target = Descriptors.identity(Integer.parseInt(name));
        if (target != null && target.startsWith("/")) {
          targets.add(target);
        }
      }
    }
    return targets;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // The check then covers less: the class path and the program are still in it.
      return List.of();
    }
  }

  private static void addAll(Set<Path> files, String path) {
    for (String element : path.split(File.pathSeparator)) {
      add(files, element);
    }
  }

  private static void add(Set<Path> files, String name) {
    if (!name.isEmpty()) {
      try {
        files.add(Path.of(name));
      } catch (InvalidPathException e) {
        // No file of this name can exist: nothing to watch.
      }
    }
  }
}
