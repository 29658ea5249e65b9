package dev.perennial.agent.restart;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Finds the files that this process was started from. */
final class LaunchPaths {
  private static final Set<String> ARCHIVES = Set.of(".jar", ".war", ".ear", ".jmod");

  private LaunchPaths() {}

  /**
   * Returns class path, module path, boot class path and the archives that these name, and the
   * mapped files of the Java installation.
   */
  static Set<Path> ofStart(JvmOptions options) {
    Set<Path> files = new LinkedHashSet<>();
    addAll(files, System.getProperty("java.class.path", ""));
    addAll(files, System.getProperty("jdk.module.path", ""));
    for (JvmOptions.Option option : options.options()) {
      if (option.text().startsWith("-Xbootclasspath/a:")) {
        addAll(files, option.text().substring("-Xbootclasspath/a:".length()));
      }
    }
    files.addAll(ClassPathOf.archives(files));
    String home = System.getProperty("java.home", "");
    add(files, Path.of(home, "lib", "jvm.cfg").toString());
    files.addAll(mapped(file -> file.startsWith(home)));
    return files;
  }

  /** Returns the native libraries that this process has loaded, by name without folder. */
  static Map<String, String> libraries() {
    Map<String, String> libraries = new HashMap<>();
    for (Path file : mapped(name -> name.endsWith(".so"))) {
      libraries.putIfAbsent(file.getFileName().toString(), file.toString());
    }
    return libraries;
  }

  private static Set<Path> mapped(Predicate<String> wanted) {
    Set<Path> files = new LinkedHashSet<>();
    for (String line : lines(Path.of("/proc/self/maps"))) {
      int path = line.indexOf('/');
      if (path > 0 && wanted.test(line.substring(path))) {
        add(files, line.substring(path));
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
