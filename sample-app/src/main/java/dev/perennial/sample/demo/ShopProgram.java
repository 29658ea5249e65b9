package dev.perennial.sample.demo;

import dev.perennial.sample.shop.ShopServer;
import dev.perennial.testing.cluster.Application;
import dev.perennial.testing.cluster.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * The shop, as what runs in the servers of a cluster.
 *
 * @param classPath of the shop, absolute
 */
record ShopProgram(String classPath) implements Application {
  @Override
  public void lay(Server server) throws IOException {
    Files.createDirectories(server.base.resolve("temp"));
  }

  @Override
  public List<String> command(Server server) {
    return List.of(
        "-Dshop.name=" + server.name,
        "-Dshop.address=127.0.0.1",
        "-Dshop.port=" + server.httpPort,
        "-cp",
        classPath,
        ShopServer.class.getName());
  }

  @Override
  public String path() {
    return "/health";
  }
}
