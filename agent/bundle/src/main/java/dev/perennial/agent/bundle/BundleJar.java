package dev.perennial.agent.bundle;

import dev.perennial.agent.container.Adapter;
import dev.perennial.agent.container.JoinPoint;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Writes the agent's jar from the class path that it is run with. The same input gives the same
 * bytes.
 *
 * <pre>
 * dev/perennial/agent/premain/   plain classes: all that the application's class path sees
 * bridge/                        the class that is defined into java.lang
 * runtime/                       all else, adapters for containers and libraries among it
 * META-INF/licenses/             of the libraries
 * </pre>
 */
public final class BundleJar {
  /** The first moment that a jar can name in every time zone. */
  private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 2, 1, 0, 0);

  private BundleJar() {}

  /**
   * @param args the jar to write, and the agent's version
   */
  public static void main(String[] args) throws IOException {
    Contents contents = new Contents();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Source source = new Source(Path.of(element));
      source.read(
          (name, bytes) -> Placement.of(source, name).ifPresent(to -> contents.put(to, bytes)));
    }
    OffFeatures.leaveOut(contents.entries());
    Path jar = Path.of(args[0]);
    write(jar, contents, args[1]);
    System.out.printf(
        "%s: %d entries, %d KiB%n",
        jar.getFileName(), contents.entries().size(), Files.size(jar) >> 10);
  }

  private static void write(Path jar, Contents contents, String version) throws IOException {
    Files.createDirectories(jar.toAbsolutePath().getParent());
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      put(out, "META-INF/MANIFEST.MF");
      manifest(version, contents.digest()).write(out);
      out.closeEntry();
      for (Map.Entry<String, byte[]> entry : contents.entries().entrySet()) {
        put(out, entry.getKey());
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
  }

  private static void put(JarOutputStream out, String name) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTimeLocal(ALWAYS);
    out.putNextEntry(entry);
  }

  private static Manifest manifest(String version, String digest) {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, "dev.perennial.agent.premain.Main");
    main.put(Attributes.Name.IMPLEMENTATION_TITLE, "Perennial");
    main.put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    main.putValue("Premain-Class", "dev.perennial.agent.premain.Agent");
    main.putValue("Agent-Class", "dev.perennial.agent.premain.Agent");
    main.putValue("Can-Redefine-Classes", "true");
    main.putValue("Can-Retransform-Classes", "true");
    main.putValue("Perennial-Build", digest);
    main.putValue("Perennial-Weaves", String.join(" ", woven()));
    main.putValue("Perennial-Tools", String.join(",", tools()));
    return manifest;
  }

  private static SortedSet<String> tools() {
    SortedSet<String> tools = new TreeSet<>();
    for (Adapter adapter : ServiceLoader.load(Adapter.class)) {
      tools.addAll(adapter.tools());
    }
    return tools;
  }

  /** The entry point must know them before the first class is loaded, and loads no adapter. */
  private static SortedSet<String> woven() {
    SortedSet<String> types = new TreeSet<>();
    for (Adapter adapter : ServiceLoader.load(Adapter.class)) {
      for (JoinPoint point : adapter.joinPoints()) {
        types.add(point.internalType());
      }
    }
    return types;
  }
}
