package dev.perennial.bench;

import dev.perennial.testing.cluster.FreePorts;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A balancer in front of the servers, a process of its own. */
final class Balancer implements AutoCloseable {
  final int port = FreePorts.next();
  private final int statsPort = FreePorts.next();
  private final Route route;
  private final Path folder;
  private final Process process;

  Balancer(Route route, Path folder, List<Server> servers) throws IOException {
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
    List<String> lines = Http.get(statsPort, "/stats;csv").body().lines().toList();
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
