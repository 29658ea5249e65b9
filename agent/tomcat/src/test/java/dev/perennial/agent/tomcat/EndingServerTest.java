package dev.perennial.agent.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.catalina.Server;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;

class EndingServerTest {
  private final Tomcat tomcat = new Tomcat();
  private final Server server = tomcat.getServer();
  private final Service service = tomcat.getService();
  private final Connector connector = tomcat.getConnector();

  @Test
  void aServerEndsWithItselfAndWithWhoHasEmbeddedIt() {
    assertThat(EndingServer.of(server, () -> false)).isSameAs(server);
    assertThat(EndingServer.of(tomcat, () -> false)).isSameAs(server);
  }

  @Test
  void aServiceOrAConnectorIsStoppedAloneWhileTheProcessGoesOn() {
    assertThat(EndingServer.of(service, () -> false)).isNull();
    assertThat(EndingServer.of(connector, () -> false)).isNull();
    assertThat(EndingServer.of(connector)).as("this process goes on").isNull();
  }

  @Test
  void whatStopsWhileTheProcessEndsEndsWithIt() {
    assertThat(EndingServer.of(service, () -> true)).isSameAs(server);
    assertThat(EndingServer.of(connector, () -> true)).isSameAs(server);
  }

  @Test
  void nothingElseIsAServer() {
    assertThat(EndingServer.of(new Connector(), () -> true)).as("in no service").isNull();
    assertThat(EndingServer.of("of nobody that is known", () -> true)).isNull();
  }
}
