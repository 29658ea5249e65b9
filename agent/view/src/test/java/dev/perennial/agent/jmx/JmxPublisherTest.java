package dev.perennial.agent.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.agent.status.FakeStatus;
import dev.perennial.agent.status.ServerControl;
import dev.perennial.agent.status.StateItem;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Stage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.management.AttributeChangeNotification;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JmxPublisherTest {
  /** Types that every JMX client has: those of the JDK, values of open types. */
  private static final Set<String> OPEN =
      Set.of(
          "java.lang.String",
          "java.lang.Double",
          "[Ljava.lang.String;",
          "boolean",
          "int",
          "long",
          "double",
          "void",
          TabularData.class.getName());

  private static final Set<String> NUMBERS = Set.of("int", "long", "double", "java.lang.Double");

  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final FakeStatus status = new FakeStatus();
  private final List<String> orders = new ArrayList<>();
  private final InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1000));
  private final JmxPublisher publisher =
      new JmxPublisher(() -> server, status, new RecordingControl(), clock);

  @BeforeEach
  void open() {
    publisher.open();
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  private Set<ObjectName> names() throws Exception {
    return server.queryNames(new ObjectName("perennial:*"), null);
  }

  private Object read(String name, String attribute) throws Exception {
    return server.getAttribute(new ObjectName(name), attribute);
  }

  @Test
  void allKindsOfMBeansAreThere() throws Exception {
    assertThat(names().stream().map(ObjectName::toString))
        .containsExactlyInAnyOrder(
            "perennial:type=Server",
            "perennial:type=Cluster",
            "perennial:type=History",
            "perennial:type=Indicator,name=heap.live",
            "perennial:type=Indicator,name=uptime",
            "perennial:type=State,name=localhost/shop",
            "perennial:type=State,name=\"order book, \\\"new\\\"\"");
  }

  @Test
  void everyAttributeCanBeReadWhateverIsKnown() throws Exception {
    for (boolean inCluster : new boolean[] {true, false}) {
      status.inCluster = inCluster;
      status.duplexing =
          inCluster
              ? new Report.Duplexing(3, Report.Duplexing.State.COPYING, 2, 10, 4, 99, "going on")
              : null;
      publisher.update();
      for (ObjectName name : names()) {
        for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
          assertThat(attribute.isReadable()).isTrue();
          server.getAttribute(name, attribute.getName());
        }
      }
    }
  }

  @Test
  void everythingIsDescribedAndEveryNumberHasAUnit() throws Exception {
    for (ObjectName name : names()) {
      MBeanInfo info = server.getMBeanInfo(name);
      assertDescribed(name, info.getDescription(), info.getClassName());
      for (MBeanAttributeInfo attribute : info.getAttributes()) {
        assertDescribed(name, attribute);
        assertThat(OPEN).as("%s %s", name, attribute).contains(attribute.getType());
        if (NUMBERS.contains(attribute.getType())) {
          assertThat(attribute.getDescriptor().getFieldValue("units"))
              .as("%s %s", name, attribute.getName())
              .isNotNull();
        }
      }
      for (var operation : info.getOperations()) {
        assertDescribed(name, operation);
        assertThat(OPEN).contains(operation.getReturnType());
      }
    }
  }

  private static void assertDescribed(ObjectName name, MBeanFeatureInfo feature) {
    assertDescribed(name, feature.getDescription(), feature.getName());
  }

  private static void assertDescribed(ObjectName name, String description, String feature) {
    assertThat(description)
        .as("%s %s", name, feature)
        .contains(" ")
        .isNotEqualTo(feature)
        .doesNotContain("exposed for management");
  }

  @Test
  void theServerShowsWhatIsKnownOfIt() throws Exception {
    status.verdict = Verdict.UNSTABLE;
    status.successor = "b";
    publisher.update();

    assertThat(read("perennial:type=Server", "Name")).isEqualTo("a");
    assertThat(read("perennial:type=Server", "Verdict")).isEqualTo("UNSTABLE");
    assertThat(read("perennial:type=Server", "Successor")).isEqualTo("b");
    assertThat(read("perennial:type=Server", "SecondsToExhaustion")).isEqualTo(3600.0);
    assertThat(read("perennial:type=Server", "DuplexingState")).isEqualTo("NONE");
  }

  @Test
  void theServerShowsWhatWasLeftBehindAndHowLongRequestsWereHeld() throws Exception {
    assertThat(read("perennial:type=Server", "DuplexingLeft")).isEqualTo("");
    status.duplexing =
        new Report.Duplexing(3, Report.Duplexing.State.DONE, 2, 10, 4, 99, "", "session abc...");
    publisher.update();

    assertThat(read("perennial:type=Server", "DuplexingLeft")).isEqualTo("session abc...");
    assertThat(read("perennial:type=Server", "RequestsHeld")).isEqualTo(6L);
    assertThat(read("perennial:type=Server", "RequestsHeldMedian")).isEqualTo(10L);
    assertThat(read("perennial:type=Server", "RequestsHeldP99")).isEqualTo(300L);
    assertThat(read("perennial:type=Server", "RequestsHeldLongest")).isEqualTo(300L);
  }

  @Test
  void anIndicatorFollowsItsReadingAndAppearsWhenItIsFirstRead() throws Exception {
    assertThat(read("perennial:type=Indicator,name=heap.live", "Level")).isEqualTo(400 / 512.0);
    assertThat(read("perennial:type=Indicator,name=uptime", "TrendPerHour")).isNull();
    assertThat(read("perennial:type=Indicator,name=uptime", "TrendPerRequest")).isNull();
    assertThat(read("perennial:type=Indicator,name=heap.live", "TrendPerRequest"))
        .isEqualTo(1228.0);

    status.heap = new dev.perennial.coordinator.aging.Reading("buffers.direct", 1, 2, "bytes");
    publisher.update();

    assertThat(read("perennial:type=Indicator,name=buffers.direct", "Value")).isEqualTo(1.0);
  }

  @Test
  void theRosterIsATableByName() throws Exception {
    TabularData roster = (TabularData) read("perennial:type=Cluster", "Roster");

    CompositeData b = roster.get(new Object[] {"b"});
    assertThat(roster.size()).isEqualTo(2);
    assertThat(b.get("role")).isEqualTo("SPARE");
    assertThat(b.get("verdict")).isNull();
    assertThat(roster.get(new Object[] {"a"}).get("sessions")).isEqualTo(34L);
    assertThat(read("perennial:type=Cluster", "Spares")).isEqualTo(new String[] {"b"});
    assertThat(read("perennial:type=Cluster", "Available")).isEqualTo(new String[] {"a"});
  }

  @Test
  void pastRejuvenationsAreATableByRound() throws Exception {
    TabularData past = (TabularData) read("perennial:type=History", "Rejuvenations");

    assertThat(past.get(new Object[] {2L}).get("heapAfter")).isEqualTo(50L);
    assertThat(past.get(new Object[] {1L}).get("successor")).isNull();
    assertThat(past.get(new Object[] {2L}).get("left")).isEqualTo("one session\nanother");
    assertThat(past.get(new Object[] {2L}).get("heldP99Millis")).isEqualTo(250L);
  }

  @Test
  void aPieceOfStateThatIsGoneIsShownNoMore() throws Exception {
    status.state = List.of(new StateItem("localhost/shop", "sessions", true, 1, 2, ""));
    publisher.update();

    assertThat(names().stream().filter(n -> n.toString().contains("State"))).hasSize(1);
    assertThat(read("perennial:type=State,name=localhost/shop", "Moving")).isEqualTo(true);
  }

  @Test
  void operationsReachTheServer() throws Exception {
    ObjectName name = new ObjectName("perennial:type=Server");
    for (String operation :
        List.of("rejuvenate", "rejuvenateWithChanges", "approve", "hold", "release")) {
      server.invoke(name, operation, new Object[0], new String[0]);
    }

    assertThat(orders)
        .containsExactly("rejuvenate", "rejuvenateWithChanges", "approve", "hold", "release");
    assertThat(server.invoke(name, "checkMove", new Object[0], new String[0]))
        .isEqualTo("all of it");
  }

  @Test
  void anOperationThatCannotBeDoneSaysWhy() {
    orders.add("refuse");

    assertThatThrownBy(
            () ->
                server.invoke(
                    new ObjectName("perennial:type=Server"),
                    "approve",
                    new Object[0],
                    new String[0]))
        .isInstanceOfAny(RuntimeMBeanException.class, MBeanException.class)
        .hasRootCauseMessage("there is nothing to approve");
  }

  @Test
  void eachChangeOfVerdictAndStageIsToldOnceWithItsReason() throws Exception {
    List<AttributeChangeNotification> told = new ArrayList<>();
    server.addNotificationListener(
        new ObjectName("perennial:type=Server"),
        (notification, handback) -> told.add((AttributeChangeNotification) notification),
        null,
        null);

    publisher.update();
    status.verdict = Verdict.SUSPECT;
    publisher.update();
    publisher.update();
    status.stage = Stage.DUPLEXING;
    publisher.update();

    assertThat(told)
        .extracting(AttributeChangeNotification::getMessage)
        .containsExactly(
            "STABLE -> SUSPECT: heap live set is what it is",
            "IN_SERVICE -> DUPLEXING: because of the stage");
    assertThat(told.get(0).getAttributeName()).isEqualTo("Verdict");
    assertThat(told.get(1).getTimeStamp()).isEqualTo(1_000_000);
  }

  @Test
  void aSecondAgentSaysThatThereIsOneAndLeavesTheFirstAlone() throws Exception {
    JmxPublisher second = new JmxPublisher(() -> server, status, new RecordingControl(), clock);

    assertThatThrownBy(second::open).hasMessageContaining("another Perennial agent");
    second.close();

    assertThat(names()).hasSize(7);
  }

  @Test
  void closingTakesAllOutAndMayBeRepeated() throws Exception {
    publisher.close();
    publisher.close();
    publisher.update();

    assertThat(names()).isEmpty();
    publisher.open();
    assertThat(names()).hasSize(7);
  }

  private final class RecordingControl implements ServerControl {
    @Override
    public void rejuvenate() {
      orders.add("rejuvenate");
    }

    @Override
    public void rejuvenateWithChanges() {
      orders.add("rejuvenateWithChanges");
    }

    @Override
    public void approve() {
      if (orders.contains("refuse")) {
        throw new IllegalStateException("there is nothing to approve");
      }
      orders.add("approve");
    }

    @Override
    public void hold() {
      orders.add("hold");
    }

    @Override
    public void release() {
      orders.add("release");
    }

    @Override
    public void takeBack() {
      orders.add("takeBack");
    }

    @Override
    public String checkMove() {
      return "all of it";
    }
  }
}
