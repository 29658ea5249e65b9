package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every second request fails from some moment on, at the same load. The hold time is so long that
 * no level counts by itself while the test runs.
 */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
@Tag("full")
final class FailingRequestsIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final String FAILED = "perennial:type=Indicator,name=requests.failed";
  private static final String BUFFERS = "perennial:type=Indicator,name=buffers.direct";
  private static final int MIB = 1 << 20;

  /** Of 64: above what makes it UNSTABLE, below what makes it CRITICAL. */
  private static final int NEARLY_ALL_MIB = 56;

  @Test
  void whatIsNearItsLimitIsUnstableAtOnceIfRequestsFailAndAloneTheyAreSuspect() throws Exception {
    try (Cluster cluster = Clusters.of("failing-requests", "11")) {
      Server server = cluster.add("s1", "primary");
      WebApp.lay(cluster, server, "failing", List.of("Failing.java"));
      server.settings.put("perennial.action", "observe");
      server.settings.put("perennial.hold-time", "2h");
      server.jvmOptions.add("-XX:MaxDirectMemorySize=64m");
      cluster.start();
      try (Requests requests = new Requests(server.httpPort)) {
        Awaitility.await("usual share of failures, see " + server.log())
            .atMost(LIMIT)
            .ignoreExceptions()
            .until(() -> ((Double) server.attribute(FAILED, "Value")) == 0);

        requests.fail = true;
        Awaitility.await("failures are seen, see " + server.log())
            .atMost(LIMIT)
            .until(() -> server.attribute(FAILED, "Verdict").equals("SUSPECT"));
        // Longer than failures must last before they bring anything forward.
        Awaitility.await("alone they restart nothing, see " + server.log())
            .during(Duration.ofSeconds(35))
            .atMost(LIMIT)
            .until(() -> server.attribute(Server.SERVER_BEAN, "Verdict").equals("SUSPECT"));
        requests.fillOnce = NEARLY_ALL_MIB * MIB;

        Awaitility.await("it is not waited for, see " + server.log())
            .atMost(LIMIT)
            .until(() -> server.attribute(BUFFERS, "Verdict").equals("UNSTABLE"));
      }
      assertThat(server.agentLog())
          .containsPattern("verdict UNSTABLE: direct buffers .*, and requests fail");
      assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
    }
  }

  /** Twenty requests a second, whatever becomes of them. */
  private static final class Requests implements AutoCloseable {
    private static final long PERIOD_NANOS = 50_000_000;
    private static final String PAGE = "/failing/page";

    private final int port;
    private volatile boolean fail;
    private volatile int fillOnce;
    private volatile boolean closed;

    Requests(int port) {
      this.port = port;
      Thread thread = new Thread(this::run, "requests");
      thread.setDaemon(true);
      thread.start();
    }

    private void run() {
      boolean filled = false;
      for (long i = 0; !closed; i++) {
        String query = "";
        if (fillOnce > 0 && !filled) {
          query = "?fill=" + fillOnce;
          filled = true;
        } else if (fail && i % 2 == 0) {
          query = "?fails=yes";
        }
        try {
          Http.get(port, PAGE + query);
        } catch (IOException e) {
          // The server says what it saw.
          System.out.println("no answer: " + e);
        }
        LockSupport.parkNanos(PERIOD_NANOS);
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
