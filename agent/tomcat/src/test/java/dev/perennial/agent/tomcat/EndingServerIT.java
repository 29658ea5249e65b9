package dev.perennial.agent.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;

/** In a process that really ends. */
class EndingServerIT {
  @Test
  void aConnectorThatIsPausedWhileTheProcessEndsEndsWithIt() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Program.class.getName()))
            .redirectErrorStream(true)
            .start();

    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said.lines()).endsWith("running: null", "ending: true");
  }

  /** Asks while it runs, and in a shutdown hook. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      Tomcat tomcat = new Tomcat();
      System.out.println("running: " + EndingServer.of(tomcat.getConnector()));
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () ->
                      System.out.println(
                          "ending: "
                              + (EndingServer.of(tomcat.getConnector()) == tomcat.getServer()))));
    }
  }
}
