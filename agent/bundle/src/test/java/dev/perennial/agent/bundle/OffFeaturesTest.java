package dev.perennial.agent.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedMap;
import java.util.TreeMap;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

class OffFeaturesTest {
  private static final String JET = "com/hazelcast/jet/";
  private static final String MAP = "com/hazelcast/map/Map";

  private final SortedMap<String, byte[]> entries = new TreeMap<>();

  /** Adds a class that extends one, and has a field of each of others, and one of a long. */
  private void type(String name, String extended, String... others) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, extended, null);
    writer.visitField(Opcodes.ACC_STATIC, "number", "J", null, 4711L).visitEnd();
    for (String other : others) {
      writer.visitField(0, "of" + other.hashCode(), "[L" + other + ";", null, null).visitEnd();
    }
    writer.visitEnd();
    entries.put("runtime/" + name + ".classdata", writer.toByteArray());
  }

  private void services(String name, String lines) {
    entries.put("runtime/META-INF/services/" + name, lines.getBytes(UTF_8));
  }

  private boolean has(String type) {
    return entries.containsKey("runtime/" + type + ".classdata");
  }

  @Test
  void whatNobodyElseNamesGoes() {
    type(MAP, "java/lang/Object", JET + "Named");
    type(JET + "Named", "java/lang/Object", JET + "NamedByThat");
    type(JET + "NamedByThat", "java/lang/Object");
    type(JET + "Alone", "java/lang/Object", MAP);
    type(JET + "config/JetConfig", "java/lang/Object");

    OffFeatures.leaveOut(entries);

    assertThat(has(MAP)).isTrue();
    assertThat(has(JET + "Named")).isTrue();
    assertThat(has(JET + "config/JetConfig")).isTrue();
    assertThat(has(JET + "NamedByThat")).isFalse();
    assertThat(has(JET + "Alone")).isFalse();
  }

  @Test
  void withWhatStaysWhatItExtendsAndItsNestedClassesDo() {
    type(MAP, JET + "Named$Inner");
    type(JET + "Named", "java/lang/Object");
    type(JET + "Named$Inner", JET + "Above");
    type(JET + "Named$Other", "java/lang/Object");
    type(JET + "Above", JET + "Top");
    type(JET + "Top", "java/lang/Object");
    type(JET + "NamedToo", "java/lang/Object");

    OffFeatures.leaveOut(entries);

    assertThat(has(JET + "Named")).isTrue();
    assertThat(has(JET + "Named$Inner")).isTrue();
    assertThat(has(JET + "Named$Other")).isTrue();
    assertThat(has(JET + "Above")).isTrue();
    assertThat(has(JET + "Top")).isTrue();
    assertThat(has(JET + "NamedToo")).isFalse();
  }

  /** Hazelcast initializes it wherever it finds it. */
  @Test
  void theClientGoesWhoeverNamesIt() {
    type(MAP, "java/lang/Object", "com/hazelcast/client/HazelcastClient");
    type("com/hazelcast/client/HazelcastClient", "java/lang/Object");

    OffFeatures.leaveOut(entries);

    assertThat(has("com/hazelcast/client/HazelcastClient")).isFalse();
  }

  @Test
  void noListOfServicesHasWhatIsOff() {
    type(MAP, "java/lang/Object", JET + "Named");
    type(JET + "Named", "java/lang/Object");
    services("both", "# by name\ncom.hazelcast.map.Map\ncom.hazelcast.jet.Named\n");
    services("off", "com.hazelcast.jet.Named\n");

    OffFeatures.leaveOut(entries);

    assertThat(entries.get("runtime/META-INF/services/both"))
        .asString(UTF_8)
        .isEqualTo("# by name\ncom.hazelcast.map.Map\n");
    assertThat(entries).doesNotContainKey("runtime/META-INF/services/off");
  }
}
