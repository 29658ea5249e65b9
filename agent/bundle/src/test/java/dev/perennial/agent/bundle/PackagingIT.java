package dev.perennial.agent.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
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
              + "|adapter/dev/perennial/agent/tomcat/.+"
              + "|runtime/(dev/perennial|com/hazelcast|net/bytebuddy|com/sun/jna|org/HdrHistogram"
              + "|io/micrometer|io/prometheus|META-INF/services)/.+"
              + "|runtime/hazelcast-[a-z-]+\\.(xml|yaml|properties)"
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
            "runtime/META-INF/services/com.hazelcast.SerializerHook")
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

  @Test
  void theEntryPointLetsNoClassPassThatTheRuntimeWeaves() throws Exception {
    Map<?, ?> woven = (Map<?, ?>) constant("instrument.JoinPoint", Map.class);
    Set<?> names = (Set<?>) constant("premain.TargetFilter", Set.class);

    assertThat(woven.containsKey("sun/nio/ch/Net")).isTrue();
    assertThat(woven).hasSize(names.size() + 1);
    assertThat(names.stream().allMatch(woven::containsKey)).isTrue();
  }

  /** Returns the one constant of this type; the two modules share no class. */
  private static Object constant(String type, Class<?> of) throws ReflectiveOperationException {
    for (Field field : Class.forName("dev.perennial.agent." + type).getDeclaredFields()) {
      if (field.getType() == of && Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        return field.get(null);
      }
    }
    throw new NoSuchFieldException(type);
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
    List<String> names = new java.util.ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(JAR))) {
      java.util.zip.ZipEntry entry;
      while ((entry = in.getNextEntry()) != null) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
