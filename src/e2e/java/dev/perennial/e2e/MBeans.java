package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ObjectName;

/** What a JMX client sees, with nothing of the agent on its class path. */
final class MBeans {
  private MBeans() {}

  /** Fails unless every kind of MBean is there, and every attribute is described and reads. */
  static void assertAllRead(Server server) throws Exception {
    Set<String> types = new TreeSet<>();
    List<String> failed = new ArrayList<>();
    server.withJmx(
        connection -> {
          for (ObjectName name : connection.queryNames(new ObjectName("perennial:*"), null)) {
            types.add(name.getKeyProperty("type"));
            MBeanInfo info = connection.getMBeanInfo(name);
            for (MBeanAttributeInfo attribute : info.getAttributes()) {
              if (attribute.getDescription().isBlank()) {
                failed.add(name + " " + attribute.getName() + ": no description");
              }
              try {
                connection.getAttribute(name, attribute.getName());
              } catch (Exception e) {
                failed.add(name + " " + attribute.getName() + ": " + e);
              }
            }
          }
          return null;
        });
    assertThat(types).contains("Server", "Indicator", "Cluster", "History", "State");
    assertThat(failed).isEmpty();
  }
}
