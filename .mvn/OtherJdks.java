import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs all tests again on each other JDK, 17 or later, that is found: one of each version, in the
 * environment (JAVA_HOME and what begins with it) and where JDKs are usually installed. Argument:
 * the program Maven. Fails if a test does.
 */
class OtherJdks {
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<Integer, Path> jdks = found();
    jdks.remove(Runtime.version().feature());
    if (jdks.isEmpty()) {
      System.out.println("full: no other JDK was found, tested on " + Runtime.version() + " alone");
    }
    List<String> failed = new ArrayList<>();
    for (Map.Entry<Integer, Path> jdk : jdks.entrySet()) {
      System.out.println("full: all tests again on JDK " + jdk.getKey() + ", " + jdk.getValue());
      Process maven =
          new ProcessBuilder(
                  arguments[0],
                  "-B",
                  "-ntp",
                  "verify",
                  "-Pfull",
                  "-pl",
                  "!src/bench",
                  "-Dother.jdks.skip",
                  "-Dspotless.check.skip",
                  "-Dtest.jdk=" + jdk.getValue())
              .directory(new File("../..").getCanonicalFile())
              .inheritIO()
              .start();
      if (maven.waitFor() != 0) {
        failed.add("JDK " + jdk.getKey());
      }
    }
    if (!failed.isEmpty()) {
      System.err.println("full: tests failed on " + failed);
      System.exit(1);
    }
  }

  private static Map<Integer, Path> found() throws IOException {
    List<Path> homes = new ArrayList<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith("JAVA_HOME")) {
                homes.add(Path.of(value));
              }
            });
    String user = System.getProperty("user.home");
    for (String folder : List.of("/usr/lib/jvm", "/opt", user + "/.jdks", user + "/.sdkman/candidates/java")) {
      File[] inside = new File(folder).listFiles(File::isDirectory);
      for (File home : inside == null ? new File[0] : inside) {
        homes.add(home.toPath());
      }
    }
    Map<Integer, Path> byVersion = new TreeMap<>();
    for (Path home : homes) {
      int version = version(home);
      if (version >= 17) {
        byVersion.putIfAbsent(version, home.toRealPath());
      }
    }
    return byVersion;
  }

  /** Returns 0 for what is no JDK. */
  private static int version(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/javac")) || !Files.isReadable(release)) {
      return 0;
    }
    Matcher matcher = VERSION.matcher(Files.readString(release));
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}
