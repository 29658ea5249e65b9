package dev.perennial.agent.servers;

import java.util.List;
import org.junit.jupiter.api.Tag;

/** The same with Tomcat 9 and 10.1. */
@Tag("full")
class PoliteEndOlderIT extends PoliteEndIT {
  static List<TomcatVersion> versions() {
    return List.of(TomcatVersion.NINE, TomcatVersion.TEN);
  }
}
