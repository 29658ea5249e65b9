package dev.perennial.agent.tomcat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.catalina.Host;

/**
 * A digest of the applications and of what tells their versions apart: the names and sizes of their
 * classes and libraries, and their descriptor. Cheap (no class file is read), and the same on two
 * servers that have the same applications.
 */
final class ApplicationDigest {
  private final List<String> lines = new ArrayList<>();

  static String of(Collection<Application> applications) {
    ApplicationDigest digest = new ApplicationDigest();
    for (Application application : applications) {
      digest.add(application);
    }
    return digest.hex();
  }

  private void add(Application application) {
    String prefix = application.key() + " ";
    lines.add(prefix);
    Path base = base(application);
    try {
      if (base != null && Files.isDirectory(base.resolve("WEB-INF"))) {
        addTree(prefix, base.resolve("WEB-INF"));
      } else if (base != null && Files.isRegularFile(base)) {
        addArchive(prefix, base);
      } else {
        addClassPath(prefix);
      }
    } catch (IOException | UncheckedIOException e) {
      // Unequal to all others: better no transfer than one between two versions.
      lines.add(prefix + "unreadable: " + e + " " + System.nanoTime());
    }
  }

  private static Path base(Application application) {
    String base = application.context().getDocBase();
    if (base == null) {
      return null;
    }
    File file = new File(base);
    if (!file.isAbsolute() && application.context().getParent() instanceof Host host) {
      file = new File(host.getAppBaseFile(), base);
    }
    return file.toPath();
  }

  private void addTree(String prefix, Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.filter(ApplicationDigest::tellsVersion)::iterator) {
        lines.add(prefix + root.relativize(file) + " " + Files.size(file));
      }
    }
    Path descriptor = root.resolve("web.xml");
    if (Files.isRegularFile(descriptor)) {
      lines.add(prefix + HexFormat.of().formatHex(sha256().digest(Files.readAllBytes(descriptor))));
    }
  }

  /** Pages compiled and files written at run time differ between servers, and do not matter. */
  private static boolean tellsVersion(Path file) {
    String name = file.getFileName().toString();
    return (name.endsWith(".class") || name.endsWith(".jar")) && Files.isRegularFile(file);
  }

  private void addArchive(String prefix, Path archive) throws IOException {
    try (JarFile jar = new JarFile(archive.toFile())) {
      jar.stream()
          .filter(entry -> !entry.isDirectory())
          .forEach(entry -> lines.add(prefix + entry.getName() + " " + entry.getCrc()));
    }
  }

  /** Of an application that is embedded in a program: that program. */
  private void addClassPath(String prefix) throws IOException {
    String path = System.getProperty("java.class.path", "");
    for (String element : path.split(File.pathSeparator, -1)) {
      Path file = Path.of(element);
      if (Files.isRegularFile(file)) {
        lines.add(prefix + file.getFileName() + " " + Files.size(file));
      } else if (!element.isEmpty() && Files.isDirectory(file)) {
        addTree(prefix, file);
      }
    }
  }

  private String hex() {
    Collections.sort(lines);
    MessageDigest digest = sha256();
    for (String line : lines) {
      digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
