package dev.perennial.agent.restart;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java installations to test on: of each version one, and only 17 and 25. */
final class JavaInstallations {
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  private JavaInstallations() {}

  static List<Path> found() throws IOException {
    List<Path> homes = new ArrayList<>();
    homes.add(Path.of(System.getProperty("java.home")));
    for (String home : System.getenv().getOrDefault("PERENNIAL_JDKS", "").split("[,:]")) {
      if (!home.isBlank()) {
        homes.add(Path.of(home.strip()));
      }
    }
    File[] installed = new File("/usr/lib/jvm").listFiles(File::isDirectory);
    Stream.of(installed == null ? new File[0] : installed).map(File::toPath).forEach(homes::add);
    TreeMap<Integer, Path> byVersion = new TreeMap<>();
    for (Path home : homes) {
      int version = version(home);
      if (version == 17 || version == 25) {
        byVersion.putIfAbsent(version, home);
      }
    }
    if (byVersion.size() < 2) {
      System.out.println("SKIPPED: only " + byVersion + " of JDK 17 and 25 was found");
    }
    return List.copyOf(byVersion.values());
  }

  private static int version(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
      return -1;
    }
    Matcher matcher = VERSION.matcher(Files.readString(release));
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
  }
}
