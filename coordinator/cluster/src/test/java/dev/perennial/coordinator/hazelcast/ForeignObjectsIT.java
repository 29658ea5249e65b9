package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.HazelcastInstance;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.URI;
import java.rmi.server.UID;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.management.BadAttributeValueExpException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A member that holds the secret, and sends objects that do something where they are read. */
@Timeout(120)
final class ForeignObjectsIT {
  private static final AtomicInteger BUILT = new AtomicInteger();
  private static final Servers SERVERS = new Servers();
  private static HazelcastInstance a;
  private static HazelcastInstance b;

  /** As a class of a library on the class path of which somebody has learned what it does. */
  private static final class Gadget implements Serializable {
    private static final long serialVersionUID = 1;

    private void readObject(ObjectInputStream in) {
      BUILT.incrementAndGet();
    }
  }

  @BeforeAll
  static void open() {
    int port = Servers.freePort();
    a = SERVERS.open("a", port).member();
    b = SERVERS.open("b", Servers.freePort(), port).member();
  }

  @AfterAll
  static void close() {
    SERVERS.close();
  }

  static Stream<Object> whatNobodyHereSends() throws Exception {
    Map<Object, Object> asksForNames = new HashMap<>();
    asksForNames.put(URI.create("http://name.invalid/").toURL(), "x");
    Map<Object, Object> inside = new HashMap<>();
    inside.put("x", new Gadget());
    return Stream.of(
        new Gadget(), inside, asksForNames, new BadAttributeValueExpException("x"), new UID());
  }

  @ParameterizedTest
  @MethodSource
  void whatNobodyHereSends(Object foreign) {
    // One of its own: what is put is answered with what was there.
    String map = "of " + foreign.getClass().getName() + System.identityHashCode(foreign);
    // Where it is kept depends on the key; it is read by both.
    for (int key = 0; key < 8; key++) {
      int to = key;
      assertThatThrownBy(
              () -> {
                b.getMap(map).put(to, foreign);
                Object unused = a.getMap(map).get(to);
              })
          .rootCause()
          .isInstanceOf(SecurityException.class)
          .hasMessageContaining("is not allowed");
    }

    assertThat(BUILT).hasValue(0);
  }

  @Test
  void whatServersSendIsReadAndErrorsTooMayBe() {
    Map<Object, Object> plain = new HashMap<>(Map.of("one", 1L));
    IllegalStateException error = new IllegalStateException("why", new Exception("cause"));
    error.addSuppressed(new TimeoutException("suppressed"));

    b.getMap("plain").put("key", "text");
    b.getMap("plain").put("map", plain);
    b.getMap("plain").put("error", error);

    assertThat(a.getMap("plain").get("key")).isEqualTo("text");
    assertThat(a.getMap("plain").get("map")).isEqualTo(plain);
    assertThat((Exception) a.getMap("plain").get("error"))
        .hasMessage("why")
        .hasRootCauseMessage("cause")
        .satisfies(read -> assertThat(read.getSuppressed()[0]).hasMessage("suppressed"));
  }
}
