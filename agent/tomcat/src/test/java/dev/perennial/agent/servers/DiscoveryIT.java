package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An agent that comes when the container runs already. */
@Isolated("it would find the containers of other tests")
class DiscoveryIT {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aRunningContainerIsFoundThroughItsMBeans(TomcatVersion version) throws Exception {
    RecordedEvents late = new RecordedEvents();
    try (RunningTomcat tomcat =
        version.start(new OpenGate(), new RecordedEvents(), folder, "", "/shop")) {
      String id = RawClient.get(tomcat.port(), "/shop/session?do=make").value("id");

      tomcat.attach(new OpenGate(), late);

      assertThat(late.lines).containsExactly("found");
      assertThat(late.container.applications()).containsExactly("localhost/", "localhost/shop");
      assertThat(late.container.hasSession(id)).isTrue();
      assertThat(late.capture(id).left()).isEmpty();
    }
  }
}
