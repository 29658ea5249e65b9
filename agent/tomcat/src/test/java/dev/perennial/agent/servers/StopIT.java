package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of two Tomcats in one process, which one's stop is that of the server. */
class StopIT {
  private final RecordedEvents events = new RecordedEvents();

  @TempDir Path folder;

  /** As of Spring Boot's management port, which is closed before the application's. */
  @ParameterizedTest
  @EnumSource
  void oneThatLeavesSessionsToAnotherStopsAlone(TomcatVersion version) throws Exception {
    try (RunningTomcat tomcat = version.start(new OpenGate(), events, folder, "", "/shop")) {
      RunningTomcat management = tomcat.beside("/shop");
      RawClient.get(tomcat.port(), "/shop/session?do=make");

      management.close();

      assertThat(events.lines).doesNotContain("stopping");
    }
    assertThat(events.lines).contains("stopping");
  }

  @ParameterizedTest
  @EnumSource
  void whereNoneHasSessionsTheFirstToStopIsTakenForTheServer(TomcatVersion version)
      throws Exception {
    try (RunningTomcat tomcat = version.start(new OpenGate(), events, folder, "", "/shop")) {
      tomcat.beside("/shop").close();

      assertThat(events.lines).contains("stopping");
      assertThat(tomcat.port()).isPositive();
    }
  }
}
