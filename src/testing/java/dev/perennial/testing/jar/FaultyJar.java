package dev.perennial.testing.jar;

import dev.perennial.agent.decoration.Decoration;
import dev.perennial.testing.fault.PlantedFault;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
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
  private static final String ROOT = "runtime/";

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
    try (JarFile jar = new JarFile(product.toFile());
        JarOutputStream out =
            new JarOutputStream(Files.newOutputStream(faulty), manifest(jar.getManifest()))) {
      for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
        JarEntry entry = all.nextElement();
        if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
          try (InputStream in = jar.getInputStream(entry)) {
            put(out, entry.getName(), in.readAllBytes());
          }
        }
      }
      for (Path file : faults(classes)) {
        String name = classes.relativize(file).toString().replace('\\', '/');
        put(out, ROOT + name.replaceFirst("\\.class$", ENDING), Files.readAllBytes(file));
      }
      put(
          out,
          ROOT + "META-INF/services/" + Decoration.class.getName(),
          PlantedFault.class.getName().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** What the agent keeps of one build must not be taken for the other's. */
  private static Manifest manifest(Manifest product) {
    Manifest manifest = new Manifest(product);
    String build = product.getMainAttributes().getValue(BUILD);
    manifest.getMainAttributes().putValue(BUILD, build + "-faulty");
    return manifest;
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

  private static void put(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }
}
