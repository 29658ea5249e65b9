package dev.perennial.bench.exam.recording;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.perennial.bench.exam.Sample;
import dev.perennial.coordinator.aging.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The agent's indicators in another JVM, read over JMX. */
final class Indicators implements AutoCloseable {
  private static final String[] ATTRIBUTES = {"Value", "Limit", "Unit"};

  private final JMXConnector connector;
  private final MBeanServerConnection server;

  Indicators(long pid) throws IOException {
    this.connector = JMXConnectorFactory.connect(new JMXServiceURL(address(pid)));
    this.server = connector.getMBeanServerConnection();
  }

  private static String address(long pid) throws IOException {
    try {
      VirtualMachine vm = VirtualMachine.attach(Long.toString(pid));
      try {
        return vm.startLocalManagementAgent();
      } finally {
        vm.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException(e);
    }
  }

  /** Returns one reading of each; none before the agent is up. */
  List<Reading> read() throws IOException, JMException {
    List<Reading> readings = new ArrayList<>();
    Set<ObjectName> names =
        server.queryNames(new ObjectName("perennial:type=Indicator,name=*"), null);
    for (ObjectName name : names) {
      List<Attribute> values = server.getAttributes(name, ATTRIBUTES).asList();
      if (values.size() == ATTRIBUTES.length) {
        readings.add(
            new Reading(
                ObjectName.unquote(quoted(name.getKeyProperty("name"))),
                (Double) values.get(0).getValue(),
                (Double) values.get(1).getValue(),
                (String) values.get(2).getValue()));
      }
    }
    if (!readings.isEmpty()) {
      CompositeData heap =
          (CompositeData)
              server.getAttribute(new ObjectName("java.lang:type=Memory"), "HeapMemoryUsage");
      readings.add(
          new Reading(
              Sample.HEAP_USED,
              ((Long) heap.get("used")).doubleValue(),
              ((Long) heap.get("max")).doubleValue(),
              "bytes"));
      // The agent shows what it makes of this one, the debt.
      readings.removeIf(r -> r.indicator().equals("gc.debt"));
      readings.add(new Reading("gc.time", pausedSeconds(), 0, "seconds"));
    }
    return readings;
  }

  /** As the agent's sensor counts: what the application waited for. */
  private double pausedSeconds() throws IOException, JMException {
    long millis = 0;
    for (ObjectName name :
        server.queryNames(new ObjectName("java.lang:type=GarbageCollector,name=*"), null)) {
      if (!name.getKeyProperty("name").endsWith("Cycles")) {
        millis += (Long) server.getAttribute(name, "CollectionTime");
      }
    }
    return millis / 1000.0;
  }

  private static String quoted(String name) {
    return name.startsWith("\"") ? name : ObjectName.quote(name);
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
