package dev.perennial.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A balancer in front of the servers, a process of its own. */
final class Balancer implements AutoCloseable {
  final int port = TomcatFolder.freePort();
  private final int statsPort = TomcatFolder.freePort();
  private final Route route;
  private final Path folder;
  private final Process process;

  Balancer(Route route, Path folder, List<ClusterServer> servers) throws IOException {
    this.route = route;
    this.folder = Files.createDirectories(folder);
    Path file = folder.resolve("balancer.conf");
    Files.writeString(file, route.configuration(port, statsPort, folder.toString(), servers));
    process =
        new ProcessBuilder(route.command(file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.log").toFile())
            .start();
  }

  /** Returns how often it has tried a request again, since its start. */
  long retries() throws IOException {
    if (route == Route.NGINX) {
      try (var lines = Files.lines(folder.resolve("access.log"))) {
        return lines.filter(line -> line.contains(",")).count();
      }
    }
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + statsPort + "/stats;csv").toURL().openConnection();
    List<String> lines =
        new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    int column = List.of(lines.get(0).split(",", -1)).indexOf("wretr");
    return lines.stream()
        .filter(line -> line.startsWith("servers,BACKEND,"))
        .mapToLong(line -> Long.parseLong(line.split(",", -1)[column]))
        .sum();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
