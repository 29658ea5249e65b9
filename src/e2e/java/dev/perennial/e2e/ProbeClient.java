package dev.perennial.e2e;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import dev.perennial.testing.http.HttpAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A client of the {@code Probe} application. */
final class ProbeClient {
  private String id;

  private ProbeClient(String id) {
    this.id = id;
  }

  static ProbeClient open(int port) throws IOException {
    return new ProbeClient(
        Http.get(port, "/probe/probe?do=open").cookie("JSESSIONID").orElseThrow());
  }

  /** Does something in the session and returns the line that describes it. */
  String call(int port, String query) throws IOException {
    HttpAnswer answer = Http.get(port, "/probe/probe?do=" + query, "Cookie: JSESSIONID=" + id);
    if (answer.status() != 200) {
      throw new AssertionError("status " + answer.status() + ": " + answer.body());
    }
    id = answer.cookie("JSESSIONID").orElse(id);
    return answer.body().trim();
  }

  String id() {
    return id;
  }

  /** Returns how often the applications of all servers were told that this session has ended. */
  long ended(Cluster cluster) throws IOException {
    long count = 0;
    for (Server server : cluster.servers()) {
      Path file = server.base.resolve("destroyed.txt");
      if (Files.exists(file)) {
        count += Files.readAllLines(file).stream().filter(id::equals).count();
      }
    }
    return count;
  }
}
