package dev.perennial.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where a Tomcat of the distribution has its own files: as they come, but for the ports. */
public final class TomcatFolder {
  private TomcatFolder() {}

  /**
   * Lays it out.
   *
   * @param tomcat the unpacked distribution
   * @param base a folder that is not there yet
   * @param port for HTTP on loopback
   */
  public static void lay(Path tomcat, Path base, int port) throws IOException {
    Files.createDirectories(base.resolve("temp"));
    Files.createDirectories(base.resolve("logs"));
    copy(tomcat.resolve("conf"), base.resolve("conf"));
    copy(tomcat.resolve("webapps/examples"), base.resolve("webapps/examples"));
    Path file = base.resolve("conf/server.xml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("<Server port=\"8005\"", "<Server port=\"-1\"")
            .replace(
                "<Connector port=\"8080\"",
                "<Connector port=\"" + port + "\" address=\"127.0.0.1\""));
  }

  /** Returns the options and the main class that start it. */
  public static List<String> command(Path tomcat, Path base) {
    return List.of(
        "-Djava.util.logging.config.file=" + base.resolve("conf/logging.properties"),
        "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
        "-Dcatalina.home=" + tomcat,
        "-Dcatalina.base=" + base,
        "-Djava.io.tmpdir=" + base.resolve("temp"),
        "-cp",
        tomcat.resolve("bin/bootstrap.jar") + ":" + tomcat.resolve("bin/tomcat-juli.jar"),
        "org.apache.catalina.startup.Bootstrap",
        "start");
  }

  /** Starts it there, with nothing in its environment that belongs to another agent or JVM. */
  public static Process start(List<String> command, Path base) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(base.toFile())
            .redirectErrorStream(true)
            .redirectOutput(base.resolve("out.log").toFile());
    builder
        .environment()
        .keySet()
        .removeIf(k -> k.startsWith("PERENNIAL_") || k.startsWith("JAVA_"));
    builder
        .environment()
        .putAll(Map.of("PERENNIAL_SECRET", "a secret for the bench alone, 0123456789"));
    return builder.start();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        Files.createDirectories(Files.isDirectory(each) ? target : target.getParent());
        if (!Files.isDirectory(each)) {
          Files.copy(each, target);
        }
      }
    }
  }

  /** Returns a port on loopback that nobody listens on at this moment. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
