package dev.perennial.agent.restart;

import dev.perennial.agent.tomcat.ConnectorRest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat that listens at all addresses. */
final class TomcatForTest {
  private final Tomcat tomcat;

  private TomcatForTest(Tomcat tomcat) {
    this.tomcat = tomcat;
  }

  static TomcatForTest start(int port, UnaryOperator<String> answer)
      throws IOException, LifecycleException {
    Tomcat tomcat = new Tomcat();
    // The same in each life: it leaves nothing behind.
    tomcat.setBaseDir(
        Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "tomcat-" + port))
            .toString());
    tomcat.setPort(port);
    tomcat.getConnector();
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(
        context,
        "answer",
        new HttpServlet() {
          @Override
          protected void doGet(HttpServletRequest request, HttpServletResponse response)
              throws IOException {
            response.setHeader("Connection", "close");
            response
                .getOutputStream()
                .write(answer.apply(request.getRequestURI()).getBytes(StandardCharsets.UTF_8));
          }
        });
    context.addServletMappingDecoded("/", "answer");
    tomcat.start();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    tomcat.stop();
                  } catch (LifecycleException e) {
                    throw new IllegalStateException(e);
                  }
                }));
    return new TomcatForTest(tomcat);
  }

  /**
   * As before each restart: its acceptor, which waits in accept, would otherwise take one
   * connection more, at any time, and Tomcat's stop would drop it.
   */
  void rest() throws InterruptedException {
    ConnectorRest.begin(tomcat.getServer());
  }
}
