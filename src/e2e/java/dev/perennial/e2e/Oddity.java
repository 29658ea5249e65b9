package dev.perennial.e2e;

import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.SessionLoad;
import dev.perennial.testing.http.Http;
import dev.perennial.testing.http.HttpAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** All servers are well; what the sessions are makes the hand-over hard. */
enum Oddity implements FaultCase.Course {
  LARGE,
  BUSY,
  FOREIGN,
  FOREIGN_ALLOWED;

  private static final int LARGE_BYTES = 50 << 20;
  private static final int BUSY_BYTES = 200_000;
  private static final int BUSY_CLIENTS = 6;
  private static final int FOREIGN_SESSIONS = 100;

  @Override
  public FaultResult run(FaultCase of) throws Exception {
    try (FaultServers servers = new FaultServers(of)) {
      switch (this) {
        case LARGE -> servers.cluster.jvmOptions.add("-Xmx1g");
        case BUSY -> {}
        case FOREIGN -> layForeign(servers.old);
        case FOREIGN_ALLOWED -> {
          layForeign(servers.old);
          servers.old.settings.put("perennial.unmovable.max", "1");
        }
      }
      servers.start();
      List<String> foreign = new ArrayList<>();
      try (SessionLoad load = new SessionLoad(4, 2, 2_000, servers::route);
          SessionLoad odd = odd(servers, foreign)) {
        FaultResult result = HandOver.ordered(servers, List.of(load, odd), this != FOREIGN);
        return foreign.isEmpty() ? result : checkForeign(servers, foreign, result);
      }
    }
  }

  private SessionLoad odd(FaultServers servers, List<String> foreign) throws IOException {
    return switch (this) {
      case LARGE -> new SessionLoad(1, 1, LARGE_BYTES, servers::route);
      case BUSY -> new SessionLoad(2, BUSY_CLIENTS, BUSY_BYTES, servers::route);
      case FOREIGN, FOREIGN_ALLOWED -> {
        for (int i = 0; i < FOREIGN_SESSIONS; i++) {
          HttpAnswer answer = Http.get(servers.old.httpPort, "/stages/stages?do=foreign");
          foreign.add(answer.cookie("JSESSIONID").orElseThrow());
        }
        yield new SessionLoad(1, 1, 0, servers::route);
      }
    };
  }

  /** A class that the applications can use at one server alone, and are the same at all. */
  private static void layForeign(Server server) throws IOException {
    Path lib = Files.createDirectories(server.base.resolve("lib"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", lib.toString(), "--release", "17", "webapp/Foreign.java");
    if (status != 0) {
      throw new IllegalStateException("Foreign.java does not compile");
    }
  }

  /** All is where it was, or all but that one attribute is at the successor. */
  private FaultResult checkForeign(FaultServers servers, List<String> ids, FaultResult result)
      throws IOException {
    Server owner = this == FOREIGN ? servers.old : servers.successor;
    String whole = this == FOREIGN ? "foreign kept" : "kept";
    int right = 0;
    String other = "";
    for (String id : ids) {
      HttpAnswer answer =
          Http.get(owner.httpPort, "/stages/stages?do=show", "Cookie: JSESSIONID=" + id);
      if (answer.body().equals(whole)) {
        right++;
      } else {
        other = answer.status() + " " + answer.body();
      }
    }
    return right == ids.size()
        ? result.and(right + " sessions have \"" + whole + "\"")
        : result.andWrong(right + " of " + ids.size() + " have \"" + whole + "\", one: " + other);
  }
}
