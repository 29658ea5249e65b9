package dev.perennial.testing.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A Tomcat of the distribution with its own examples, as it comes but for ports and addresses.
 *
 * @param home the unpacked distribution, which is only read
 */
public record Tomcat(Path home) implements Application {
  @Override
  public void lay(Server server) throws IOException {
    lay(server.base, server.httpPort);
  }

  /** Makes a CATALINA_BASE that is not there yet, which serves at a port of loopback. */
  public void lay(Path base, int port) throws IOException {
    for (String folder : List.of("temp", "logs", "webapps")) {
      Files.createDirectories(base.resolve(folder));
    }
    Folders.copy(home.resolve("conf"), base.resolve("conf"));
    Folders.copy(home.resolve("webapps/examples"), base.resolve("webapps/examples"));
    Path file = base.resolve("conf/server.xml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("<Server port=\"8005\"", "<Server port=\"-1\"")
            .replace(
                "<Connector port=\"8080\"",
                "<Connector port=\"" + port + "\" address=\"127.0.0.1\""));
  }

  @Override
  public List<String> command(Server server) {
    return command(server.base);
  }

  /** Returns options, class path, main class and arguments that start it there. */
  public List<String> command(Path base) {
    return List.of(
        "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
        "-Dcatalina.home=" + home,
        "-Dcatalina.base=" + base,
        "-cp",
        home.resolve("bin/bootstrap.jar") + ":" + home.resolve("bin/tomcat-juli.jar"),
        "org.apache.catalina.startup.Bootstrap",
        "start");
  }

  @Override
  public String path() {
    return "/examples/index.html";
  }
}
