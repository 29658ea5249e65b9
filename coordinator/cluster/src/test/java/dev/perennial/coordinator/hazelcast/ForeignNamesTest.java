package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ForeignNamesTest {
  private final List<String> refused = new ArrayList<>();
  private final ForeignNames names =
      new ForeignNames(ForeignNamesTest.class.getClassLoader(), refused::add);

  /** Of a name in one of those packages that sounds like an error, and is none. */
  private final ForeignNames deceived =
      new ForeignNames(
          new ClassLoader() {
            @Override
            public Class<?> loadClass(String name) {
              return Runtime.class;
            }
          },
          refused::add);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.perennial.coordinator.hazelcast.HighestEpochMergePolicy",
        "com.hazelcast.map.impl.event.EntryEventData",
        "com.hazelcast.map.impl.event.MapEventData",
        "com.hazelcast.map.impl.event.MapPartitionEventData",
        "java.lang.IllegalStateException",
        "java.lang.OutOfMemoryError",
        "java.util.concurrent.TimeoutException",
        "com.hazelcast.core.MemberLeftException",
        "com.hazelcast.spi.exception.RetryableHazelcastException",
        "java.lang.StackTraceElement",
        "java.util.Collections$EmptyList"
      })
  void whatServersSendIsFound(String name) throws ClassNotFoundException {
    assertThat(names.loadClass(name)).isEqualTo(Class.forName(name));
    assertThat(Class.forName("[L" + name + ";", false, names).componentType().getName())
        .isEqualTo(name);
    assertThat(refused).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.util.Timer",
        "java.lang.Runtime",
        "java.lang.invoke.SerializedLambda",
        "java.util.HashMap",
        "com.hazelcast.config.Config",
        "com.hazelcast.core.Hazelcast",
        "dev.perennial.coordinator.hazelcast.ForeignNames",
        "javax.management.BadAttributeValueExpException",
        "no.such.Class",
        "com.hazelcast.NoSuchClass",
        "com.hazelcast.NoSuchException",
        "javax.cache.NoSuchClass",
        ""
      })
  void allElseIsRefusedSoThatNoOtherLoaderIsAsked(String name) {
    assertThatThrownBy(() -> names.loadClass(name)).isInstanceOf(SecurityException.class);
    assertThat(refused).containsExactly(name);
  }

  @Test
  void whatOnlySoundsLikeAnErrorIsRefused() {
    assertThatThrownBy(() -> deceived.loadClass("com.hazelcast.SomeException"))
        .isInstanceOf(SecurityException.class);
  }

  @Test
  void theNameOfARecordIsNoClassAndNothingToTell() {
    assertThatThrownBy(() -> names.loadClass("perennial.Roster"))
        .isInstanceOf(SecurityException.class);
    assertThat(refused).isEmpty();
  }

  @Test
  void ofALongNameTheBeginningIsShown() {
    String name = "x".repeat(1_000_000);

    assertThatThrownBy(() -> names.loadClass(name))
        .isInstanceOf(SecurityException.class)
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(300));
    assertThat(refused).containsExactly("x".repeat(200) + "...");
  }

  @Test
  void itFindsNoResources() throws IOException {
    assertThat(
            names.getResources("META-INF/services/com.hazelcast.SerializerHook").hasMoreElements())
        .isFalse();
  }
}
