package dev.perennial.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;

/**
 * An agent of a version to come: the present one, but that it speaks protocol 8 to 9. Its class
 * {@code Protocol} is compiled anew from the source, with other numbers.
 */
final class LaterAgent {
  private static final String SOURCE = "dev/perennial/coordinator/roster/Protocol";
  private static final String OURS = "OURS = new Protocol(4, 4)";
  private static final String BUILD = "Perennial-Build";

  private LaterAgent() {}

  /** Writes its jar into a folder. */
  static Path in(Path folder) throws IOException {
    Path jar = Files.createDirectories(folder).resolve("later-agent.jar");
    byte[] protocol = compile(folder);
    boolean found = false;
    try (JarFile present = new JarFile(TestSetup.agentJar().toFile());
        JarOutputStream out =
            new JarOutputStream(Files.newOutputStream(jar), manifest(present.getManifest()))) {
      for (JarEntry entry : Collections.list(present.entries())) {
        if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
          continue;
        }
        boolean replaced = entry.getName().equals("runtime/" + SOURCE + ".classdata");
        found |= replaced;
        out.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream in = present.getInputStream(entry)) {
          out.write(replaced ? protocol : in.readAllBytes());
        }
        out.closeEntry();
      }
    }
    if (!found) {
      throw new AssertionError("there is no " + SOURCE + " in " + TestSetup.agentJar());
    }
    return jar;
  }

  /** What the agent keeps of one build must not be taken for the other's. */
  private static Manifest manifest(Manifest present) {
    Manifest manifest = new Manifest(present);
    String build = present.getMainAttributes().getValue(BUILD);
    manifest.getMainAttributes().putValue(BUILD, build + "-later");
    return manifest;
  }

  private static byte[] compile(Path folder) throws IOException {
    String present = Files.readString(source());
    String later = present.replace(OURS, "OURS = new Protocol(8, 9)");
    if (later.equals(present)) {
      throw new AssertionError("there is no \"" + OURS + "\" in " + source());
    }
    Path file = folder.resolve("Protocol.java");
    Files.writeString(file, later);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--release",
                "17",
                "-proc:none",
                "-d",
                folder.toString(),
                file.toString());
    if (status != 0) {
      throw new AssertionError("javac ended with " + status + " for " + file);
    }
    return Files.readAllBytes(folder.resolve(SOURCE + ".class"));
  }

  private static Path source() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("coordinator"))) {
      root = root.getParent();
    }
    return root.resolve("coordinator/core/src/main/java/" + SOURCE + ".java");
  }
}
