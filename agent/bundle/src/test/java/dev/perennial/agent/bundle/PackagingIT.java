package dev.perennial.agent.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.Adapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class PackagingIT {
  private static final Path JAR = Path.of(System.getProperty("agent.jar"));

  private static final Pattern ALLOWED =
      Pattern.compile(
          "META-INF/MANIFEST\\.MF|META-INF/licenses/.+"
              + "|dev/perennial/agent/premain/[A-Za-z$0-9]+\\.class"
              + "|bridge/java/lang/PerennialBridge\\.classdata"
              + "|runtime/(dev/perennial|com/hazelcast|net/bytebuddy|com/sun/jna|org/HdrHistogram"
              + "|io/micrometer|io/prometheus|META-INF/services)/.+"
              + "|runtime/hazelcast-[a-z-]+\\.properties"
              + "|runtime/[A-Za-z-]+\\.properties");

  @Test
  void manifestNamesTheEntryPointsAndWhatTheyMayDo() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      Attributes main = jar.getManifest().getMainAttributes();

      assertThat(main.getValue("Premain-Class")).isEqualTo("dev.perennial.agent.premain.Agent");
      assertThat(main.getValue("Agent-Class")).isEqualTo("dev.perennial.agent.premain.Agent");
      assertThat(main.getValue("Main-Class")).isEqualTo("dev.perennial.agent.premain.Main");
      assertThat(main.getValue("Can-Retransform-Classes")).isEqualTo("true");
      assertThat(main.getValue("Implementation-Version")).isNotBlank();
      assertThat(main.getValue("Perennial-Build")).hasSize(32);
      // They would cost the application its class-data sharing.
      assertThat(main.getValue("Boot-Class-Path")).isNull();
      assertThat(main.getValue("Launcher-Agent-Class")).isNull();
    }
  }

  @Test
  void nothingIsThereButWhatBelongsThere() throws IOException {
    assertThat(names()).allMatch(n -> ALLOWED.matcher(n).matches(), "allowed");
    assertThat(names())
        .contains(
            "bridge/java/lang/PerennialBridge.classdata",
            "runtime/com/hazelcast/core/Hazelcast.classdata",
            "runtime/com/sun/jna/linux-x86-64/libjnidispatch.so",
            "runtime/META-INF/services/com.hazelcast.DataSerializerHook",
            "runtime/META-INF/services/dev.perennial.agent.container.Adapter")
        .anyMatch(n -> n.startsWith("META-INF/licenses/byte-buddy/"))
        .noneMatch(n -> n.endsWith("jnidispatch.dll"));
  }

  /** Planted faults are found as a service, in another jar than this one. */
  @Test
  void noFaultIsPlanted() throws IOException {
    assertThat(names())
        .contains("runtime/dev/perennial/agent/decoration/Decoration.classdata")
        .noneMatch(n -> n.contains("/testing/") || n.contains("sabotage"))
        .noneMatch(n -> n.contains("META-INF/services/dev.perennial.agent.decoration"));
  }

  /** The entry point loads no adapter: it goes by what the manifest says. */
  @Test
  void theManifestNamesEveryClassThatSomeAdapterWantsWoven() throws IOException {
    Set<String> wanted = new HashSet<>();
    for (Adapter adapter : ServiceLoader.load(Adapter.class)) {
      adapter.joinPoints().forEach(point -> wanted.add(point.internalType()));
    }

    try (JarFile jar = new JarFile(JAR.toFile())) {
      String named = jar.getManifest().getMainAttributes().getValue("Perennial-Weaves");
      assertThat(named.split(" ")).containsExactlyInAnyOrderElementsOf(wanted);
      assertThat(wanted).isNotEmpty();
    }
  }

  /** Also not in text, which no rule on dependencies sees. */
  @Test
  void noClassOfOursNamesAContainerButItsAdapter() throws IOException {
    List<String> naming = new ArrayList<>();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (!entry.getName().contains("dev/perennial/")) {
          continue;
        }
        String text =
            new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
        if (text.contains("org/apache/") || text.contains("org.apache.")) {
          naming.add(entry.getName());
        }
      }
    }

    assertThat(naming)
        .isNotEmpty()
        .allMatch(name -> name.startsWith("runtime/dev/perennial/agent/tomcat/"));
  }

  /** What is off is not there: nothing that a member sends reaches it. */
  @Test
  void whatHazelcastHasForFeaturesThatAreOffIsLeftOut() throws IOException {
    assertThat(names())
        .doesNotContain(
            "runtime/com/hazelcast/client/HazelcastClient.classdata",
            "runtime/com/hazelcast/dataconnection/impl/HazelcastDataConnectionRegistration.classdata",
            "runtime/com/hazelcast/jet/impl/execution/init/CustomClassLoadedObject.classdata",
            "runtime/com/hazelcast/jet/pipeline/Sources.classdata")
        .noneMatch(n -> n.matches("runtime/hazelcast-.*\\.(xml|yaml)"))
        .filteredOn(n -> n.startsWith("runtime/com/hazelcast/"))
        .hasSizeLessThan(5500);
  }

  @Test
  void eachServiceIsThereAndOfNoFeatureThatIsOff() throws IOException {
    List<String> names = names();
    List<String> services = new ArrayList<>();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      for (JarEntry list : Collections.list(jar.entries())) {
        if (list.getName().startsWith("runtime/META-INF/services/")) {
          new String(jar.getInputStream(list).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> line.replaceFirst("#.*", "").strip().replace('.', '/'))
              .filter(line -> !line.isEmpty())
              .forEach(services::add);
        }
      }
    }

    assertThat(services)
        .hasSizeGreaterThan(30)
        .allMatch(type -> names.contains("runtime/" + type + ".classdata"))
        .noneMatch(OffFeatures::isOff);
  }

  /** Of what is left, each class finds what it extends and what its signatures name. */
  @Test
  void nothingThatIsLeftNamesWhatIsLeftOut() throws Exception {
    List<String> broken = new ArrayList<>();
    int looked = 0;
    try (JarLoader loader = new JarLoader(JAR)) {
      for (String name : names()) {
        if (!name.matches("runtime/(com/hazelcast|dev/perennial)/.*\\.classdata")) {
          continue;
        }
        String type = name.substring("runtime/".length(), name.length() - ".classdata".length());
        if (OffFeatures.isOff(type)) {
          continue;
        }
        looked++;
        String missing = loader.missing(type);
        if (missing.startsWith("com/hazelcast/") && !missing.contains("/shaded/")) {
          broken.add(type + " names " + missing);
        }
      }
    }

    assertThat(looked).isGreaterThan(5000);
    assertThat(broken).isEmpty();
  }

  @Test
  void noNameOccursTwice() throws IOException {
    List<String> names = names();

    assertThat(new HashSet<>(names)).hasSameSizeAs(names);
  }

  @Test
  void sizeIsKnown() throws IOException {
    long bytes = Files.size(JAR);

    System.out.println("perennial-agent.jar has " + (bytes >> 10) + " KiB");
    assertThat(bytes).isBetween(1L << 20, 40L << 20);
  }

  /** Reads the file from its beginning, not its directory: that is where a duplicate would hide. */
  private static List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(JAR))) {
      java.util.zip.ZipEntry entry;
      while ((entry = in.getNextEntry()) != null) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
