package dev.perennial.sample.demo;

import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import dev.perennial.testing.http.HttpRequest;
import java.time.Duration;

/** Lets the server leak that is to age, until its restart. Not thread-safe. */
final class HeapFault {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final Server server;
  private final Scale.Leak leak;
  private final long begin = System.nanoTime();
  private int rate;

  HeapFault(Server server, Scale.Leak leak) {
    this.server = server;
    this.leak = leak;
    if (!leak(leak.fast())) {
      throw new DemoFailure(server.name + " did not take the fault; see " + server.log());
    }
  }

  /**
   * Called again and again; slows the leak when it is time.
   *
   * @param verdict of the server as last seen
   */
  void go(String verdict) {
    // Never faster again: a verdict may go to and fro.
    Duration since = Duration.ofNanos(System.nanoTime() - begin);
    int next = Math.min(rate, leak.rate(verdict, since));
    if (next < rate) {
      boolean unused = leak(next);
    }
  }

  private boolean leak(int kibPerSecond) {
    String path = "/admin/fault?kind=heap&rate=" + kibPerSecond;
    boolean understood = Http.ok(server.httpPort, HttpRequest.post(path, ""), LIMIT).isPresent();
    if (understood) {
      rate = kibPerSecond;
    }
    return understood;
  }
}
