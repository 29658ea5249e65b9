package dev.perennial.agent.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.Listener;
import java.lang.reflect.Proxy;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardService;
import org.apache.coyote.ProtocolHandler;
import org.apache.coyote.http11.Http11NioProtocol;
import org.junit.jupiter.api.Test;

/** Which connectors cannot listen on, by name. Those that can are tried where they run. */
class ListeningConnectorTest {
  @Test
  void aProtocolThatIsNoneOfTomcatsIsNamed() {
    ProtocolHandler foreign =
        (ProtocolHandler)
            Proxy.newProxyInstance(
                ListeningConnectorTest.class.getClassLoader(),
                new Class<?>[] {ProtocolHandler.class},
                (proxy, method, args) -> null);
    Connector connector = new Connector(foreign);

    ListeningConnector listening = ListeningConnector.of(connector);
    Listener listener = listener(connector);

    assertThat(listening.canRest()).isFalse();
    assertThat(listening.isBound()).isTrue();
    assertThat(listener.port()).as("not known").isZero();
    assertThat(listener.obstacle())
        .startsWith(foreign.getClass().getName() + " is neither NIO nor NIO2");
  }

  @Test
  void aSocketOfWhoeverStartedTheJvmIsNamed() {
    Connector connector = new Connector(new Http11NioProtocol());
    connector.setPort(8080);
    connector.setProperty("useInheritedChannel", "true");

    assertThat(listener(connector).obstacle()).contains("useInheritedChannel");
    assertThat(listener(new Connector(new Http11NioProtocol())).obstacle()).isEmpty();
  }

  @Test
  void aUnixDomainSocketIsToldByItsPath() {
    Connector connector = new Connector(new Http11NioProtocol());
    connector.setProperty("unixDomainSocketPath", "/run/shop.sock");

    Listener listener = listener(connector);

    assertThat(listener.isUnix()).isTrue();
    assertThat(listener.words()).isEqualTo("http at /run/shop.sock");
  }

  private static Listener listener(Connector connector) {
    StandardService service = new StandardService();
    service.setName("Catalina");
    connector.setService(service);
    return ListeningConnector.of(connector).listener();
  }
}
