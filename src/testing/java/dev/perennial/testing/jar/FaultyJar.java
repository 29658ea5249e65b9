package dev.perennial.testing.jar;

import dev.perennial.agent.decoration.Decoration;
import dev.perennial.testing.fault.PlantedFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Writes an agent's jar with the planted faults: the product's own entries, the classes of {@link
 * dev.perennial.testing.fault}, and the service file that makes {@link PlantedFault} the agent's
 * {@link Decoration}.
 */
public final class FaultyJar {
  private static final String BUILD = "Perennial-Build";

  /** Under which the agent finds its own classes, and their ending there. */
  private static final String ROOT = "runtime";

  private static final String ENDING = ".classdata";

  private FaultyJar() {}

  /**
   * @param args the product's jar, and the one to write
   */
  public static void main(String[] args) throws IOException, URISyntaxException {
    Path classes =
        Path.of(PlantedFault.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    write(Path.of(args[0]), classes, Path.of(args[1]));
  }

  private static void write(Path product, Path classes, Path faulty) throws IOException {
    Files.createDirectories(faulty.toAbsolutePath().getParent());
    Files.copy(product, faulty, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem jar = FileSystems.newFileSystem(faulty)) {
      for (Path file : faults(classes)) {
        String name = classes.relativize(file).toString().replaceFirst("\\.class$", ENDING);
        Path to = jar.getPath(ROOT, name);
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
      Files.writeString(
          jar.getPath(ROOT, "META-INF/services", Decoration.class.getName()),
          PlantedFault.class.getName());
      rename(jar.getPath(JarFile.MANIFEST_NAME));
    }
  }

  /** What the agent keeps of one build must not be taken for the other's. */
  private static void rename(Path file) throws IOException {
    Manifest manifest;
    try (InputStream in = Files.newInputStream(file)) {
      manifest = new Manifest(in);
    }
    Attributes main = manifest.getMainAttributes();
    main.putValue(BUILD, main.getValue(BUILD) + "-faulty");
    try (OutputStream out = Files.newOutputStream(file)) {
      manifest.write(out);
    }
  }

  private static List<Path> faults(Path classes) throws IOException {
    Path folder = classes.resolve(PlantedFault.class.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.toString().endsWith(".class"))
          .filter(f -> !f.endsWith("package-info.class"))
          .sorted()
          .toList();
    }
  }
}
