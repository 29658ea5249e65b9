package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.hazelcast.config.DataConnectionConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MapStoreConfig;
import com.hazelcast.config.XmlConfigBuilder;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.TypedDataSerializable;
import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import com.hazelcast.nio.serialization.genericrecord.GenericRecordBuilder;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.collections.Transformer;
import org.apache.commons.collections.functors.ChainedTransformer;
import org.apache.commons.collections.functors.ConstantTransformer;
import org.apache.commons.collections.functors.InvokerTransformer;
import org.apache.commons.collections.keyvalue.TiedMapEntry;
import org.apache.commons.collections.map.LazyMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A member that holds the secret, and names classes to the others: each way on which Hazelcast
 * makes a class of a name.
 */
@Timeout(240)
final class ForeignNamesIT {
  private static final AtomicInteger MADE = new AtomicInteger();
  private static final Servers SERVERS = new Servers();

  private static final String MARK = "perennial.test.chain.ran";

  /** Where a value is kept, and read, depends on its key: these are kept by both. */
  private static final int KEYS = 8;

  private static HazelcastInstance a;
  private static HazelcastInstance b;

  /** Leaves a mark when an object of it is made, whatever comes of that. */
  public static final class Marking {
    public Marking() {
      MADE.incrementAndGet();
    }
  }

  /** Says on the wire that it is of another class. */
  private record Claim(Class<?> type) implements TypedDataSerializable {
    @Override
    public Class<?> getClassType() {
      return type;
    }

    @Override
    public void writeData(ObjectDataOutput out) {
      // The name is all that it takes.
    }

    @Override
    public void readData(ObjectDataInput in) {
      throw new IllegalStateException("not read");
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
    SERVERS.log.removeIf(line -> line.startsWith(Servers.REFUSED_NAME));
    SERVERS.close();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Marking.class,
        Timer.class, // Starts a thread.
        XmlConfigBuilder.class // Looks for a file.
      })
  void noObjectIsMadeOfAClassThatIsNamed(Class<?> named) {
    everywhere("by name", new Claim(named));
    everywhere("a class", named);

    assertThat(MADE).hasValue(0);
  }

  /** What a record is called is never a class, though Hazelcast looks for one. */
  @Test
  void aRecordOfAClassNameStaysARecord() {
    GenericRecord record = GenericRecordBuilder.compact(Marking.class.getName()).build();
    for (int key = 0; key < KEYS; key++) {
      b.getMap("records").set(key, record);

      Object read = a.getMap("records").get(key);
      assertThat(read).isInstanceOf(GenericRecord.class);
    }

    assertThat(MADE).hasValue(0);
  }

  @Test
  void noConfigurationIsTakenThatNamesClassesOrConnections() {
    MapConfig map =
        new MapConfig("with a store")
            .setMapStoreConfig(
                new MapStoreConfig().setEnabled(true).setClassName(Marking.class.getName()));
    DataConnectionConfig connection =
        new DataConnectionConfig("elsewhere").setType("HZ").setProperty("client_xml", "<x/>");

    refused(() -> b.getConfig().addMapConfig(map));
    refused(() -> b.getConfig().addDataConnectionConfig(connection));

    b.getMap("with a store").set("key", "value");
    assertThat(a.getMap("with a store").get("key")).isEqualTo("value");
    assertThat(MADE).hasValue(0);
  }

  private static void refused(Runnable change) {
    assertThatThrownBy(change::run).hasStackTraceContaining("is not allowed");
  }

  /**
   * The chain of Commons Collections 3.2.1 that runs what it is made of as soon as it is read from
   * Java's form. By what Hazelcast's pipelines use to carry code, which its filter is not asked
   * for.
   */
  @Test
  void aChainOfAKnownLibraryDoesNotRun() throws Exception {
    System.clearProperty(MARK);
    Object carried = carried(chain());

    // Kept as objects: read by the threads of whoever keeps it, on both servers.
    List<Throwable> refusals = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      int to = key;
      refusals.add(catchThrowable(() -> b.getMap(MemberConfig.ROSTER_MAP).set(to, carried)));
    }

    assertThat(System.getProperty(MARK)).as("what the chain has left").isNull();
    assertThat(refusals)
        .allSatisfy(
            refusal ->
                assertThat(refusal)
                    .hasRootCauseInstanceOf(SecurityException.class)
                    .hasStackTraceContaining("is not allowed"));
  }

  /** Whatever is stored as the roster: it is read by the one thread for calls into the cluster. */
  @Test
  void aChainInPlaceOfTheRosterDoesNotRun() throws Exception {
    System.clearProperty(MARK);
    String name = "in place of the roster";
    b.getMap(name).set("key", carried(chain()));
    List<String> lines = new CopyOnWriteArrayList<>();

    try (BoundedCalls calls =
        new BoundedCalls(
            new RateLimitedLog(lines::add, System::nanoTime), a.getConfig().getClassLoader())) {
      assertThat(calls.call("reading", () -> read(a, name, "key"))).isEmpty();
    }

    assertThat(System.getProperty(MARK)).as("what the chain has left").isNull();
    assertThat(lines).anyMatch(line -> line.contains("is not allowed"));
  }

  private static Serializable chain() {
    Transformer run =
        new ChainedTransformer(
            new Transformer[] {
              new ConstantTransformer(System.class),
              new InvokerTransformer(
                  "getMethod",
                  new Class<?>[] {String.class, Class[].class},
                  new Object[] {"setProperty", new Class<?>[] {String.class, String.class}}),
              new InvokerTransformer(
                  "invoke",
                  new Class<?>[] {Object.class, Object[].class},
                  new Object[] {null, new Object[] {MARK, "yes"}}),
              new ConstantTransformer("done")
            });
    Map<Object, Object> lazy = new HashMap<>();
    return lazily(lazy, run);
  }

  private static Serializable lazily(Map<Object, Object> map, Transformer run) {
    Set<Object> set = new HashSet<>();
    TiedMapEntry entry = new TiedMapEntry(LazyMap.decorate(map, run), "key");
    // To be put in, it is hashed, and runs here: what is sent has forgotten that.
    set.add(entry);
    map.clear();
    System.clearProperty(MARK);
    return (Serializable) set;
  }

  private static Object carried(Serializable object) throws ReflectiveOperationException {
    Constructor<?> carrier =
        Class.forName("com.hazelcast.jet.impl.execution.init.CustomClassLoadedObject")
            .getDeclaredConstructor(Object.class);
    carrier.setAccessible(true);
    return carrier.newInstance(object);
  }

  @Test
  void aRefusedNameIsTold() {
    everywhere("told", new Claim(Marking.class));

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> SERVERS.log.stream().anyMatch(line -> line.startsWith(Servers.REFUSED_NAME)));
  }

  /** Whoever asks for it does not get it, wherever it is kept. */
  private static void everywhere(String map, Object value) {
    String name = map + " " + value;
    for (int key = 0; key < KEYS; key++) {
      int at = key;
      b.getMap(name).set(at, value);
      assertThatThrownBy(() -> read(a, name, at))
          .rootCause()
          .isInstanceOf(SecurityException.class)
          .hasMessageContaining("is not allowed");
    }
  }

  private static Object read(HazelcastInstance member, String map, Object key) {
    return member.getMap(map).get(key);
  }
}
