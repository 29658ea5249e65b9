package dev.perennial.agent.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.remote.JMXAuthenticator;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXPrincipal;
import javax.management.remote.JMXServiceURL;
import javax.security.auth.Subject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real connector; how the JDK tells who calls has changed with 18, and again with 24. */
@Tag("jvm")
final class JmxCallerIT {
  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private ObjectName name;

  /** Public, as JMX asks for it. */
  public interface WhoMBean {
    String who();
  }

  /** Tells its caller. */
  public static final class Who implements WhoMBean {
    @Override
    public String who() {
      return JmxCaller.who();
    }
  }

  @BeforeEach
  void register() throws Exception {
    name = new ObjectName("test:type=Who");
    server.registerMBean(new Who(), name);
  }

  @AfterEach
  void unregister() throws Exception {
    server.unregisterMBean(name);
  }

  @Test
  void anAuthenticatedCallerIsNamedWithItsAddress() throws Exception {
    JMXAuthenticator authenticator =
        credentials ->
            new Subject(
                true, Set.of(new JMXPrincipal(((String[]) credentials)[0])), Set.of(), Set.of());

    assertThat(remote(Map.of(JMXConnectorServer.AUTHENTICATOR, authenticator)))
        .matches("operator over JMX \\(alice\\) from [0-9.]+");
  }

  @Test
  void oneThatNeedNotAuthenticateIsAnAddress() throws Exception {
    assertThat(remote(Map.of())).matches("operator over JMX from [0-9.]+");
  }

  @Test
  void codeOfThisProcessIsNamedByItsThread() throws Exception {
    String[] told = new String[1];
    Thread thread = new Thread(() -> told[0] = call(), "http-nio-8080-exec-7");
    thread.start();
    thread.join();

    assertThat(told[0]).isEqualTo("this process, thread http-nio-8080-exec-7");
  }

  private String call() {
    try {
      return (String) server.invoke(name, "who", null, null);
    } catch (Exception e) {
      return e.toString();
    }
  }

  private String remote(Map<String, ?> environment) throws Exception {
    JMXConnectorServer connectors =
        JMXConnectorServerFactory.newJMXConnectorServer(
            new JMXServiceURL("service:jmx:rmi://"), environment, server);
    connectors.start();
    try (JMXConnector client =
        JMXConnectorFactory.connect(
            connectors.getAddress(),
            Map.of(JMXConnector.CREDENTIALS, new String[] {"alice", "not asked for"}))) {
      return (String) client.getMBeanServerConnection().invoke(name, "who", null, null);
    } finally {
      connectors.stop();
    }
  }
}
