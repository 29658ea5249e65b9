package dev.perennial.testing.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultyJarIT {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String SERVICE =
      "runtime/META-INF/services/dev.perennial.agent.decoration.Decoration";

  private static final Map<String, byte[]> PRODUCT = entries("testing.product");
  private static final Map<String, byte[]> FAULTY = entries("testing.faulty");

  @Test
  void allThatTheProductHasIsInItAsItIs() {
    assertThat(PRODUCT).hasSizeGreaterThan(1_000);
    PRODUCT.forEach(
        (name, bytes) -> {
          if (!name.equals(MANIFEST)) {
            assertThat(FAULTY.get(name)).as(name).isEqualTo(bytes);
          }
        });
  }

  @Test
  void whatItHasBesidesIsTheFaultsAlone() {
    Map<String, byte[]> more = new TreeMap<>(FAULTY);
    more.keySet().removeAll(PRODUCT.keySet());

    assertThat(text(more.remove(SERVICE))).isEqualTo("dev.perennial.testing.fault.PlantedFault");
    assertThat(more.keySet())
        .contains("runtime/dev/perennial/testing/fault/GreedyRouter.classdata")
        .allMatch(name -> name.startsWith("runtime/dev/perennial/testing/fault/"));
  }

  @Test
  void itsBuildHasANameOfItsOwn() {
    String before = text(PRODUCT.get(MANIFEST)).replaceAll("\\r\\n ", "");
    String after = text(FAULTY.get(MANIFEST)).replaceAll("\\r\\n ", "");

    assertThat(lines(after)).isEqualTo(lines(before));
    assertThat(after).containsPattern("Perennial-Build: [0-9a-f]{32}-faulty");
  }

  private static String lines(String manifest) {
    return manifest.replace("-faulty", "").lines().sorted().collect(Collectors.joining("\n"));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> entries(String property) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (JarFile jar = new JarFile(System.getProperty(property))) {
      for (JarEntry entry : jar.stream().filter(e -> !e.isDirectory()).toList()) {
        try (InputStream in = jar.getInputStream(entry)) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }
}
