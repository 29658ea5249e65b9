package dev.perennial.bench;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.gate.Forwarder;
import dev.perennial.agent.gate.GateListener;
import dev.perennial.agent.gate.Named;
import dev.perennial.agent.gate.RequestGate;
import dev.perennial.agent.gate.Route;
import dev.perennial.agent.gate.Router;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The gate's part of a request: in and out again, with two threads at it. Run with {@code -prof
 * gc}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@Threads(2)
public class GateBench {
  /** One gate for all threads. */
  @State(Scope.Benchmark)
  public static class Shared {
    /** "open": no ids are looked at; "checked": ids are looked up. */
    @Param({"open", "checked"})
    public String state = "open";

    RequestGate gate =
        new RequestGate(new AllHere(), new Nowhere(), new Silent(), System::nanoTime);

    /** Brings the gate into its state. */
    @Setup
    public void set() {
      if (state.equals("checked")) {
        gate.check();
      }
    }
  }

  /** One request object for each thread, as a container has. */
  @State(Scope.Thread)
  public static class Client {
    final Exchange exchange = new Request(Thread.currentThread().getId() * 0x9E3779B97F4A7C15L);
  }

  /** A request is let in and ends. */
  @Benchmark
  public boolean enterAndExit(Shared shared, Client client) {
    boolean answered = shared.gate.enter(client.exchange);
    shared.gate.exit(client.exchange);
    return answered;
  }

  private static final class AllHere implements Router {
    @Override
    public Route route(Named sessions) {
      return Route.HERE;
    }

    @Override
    public boolean isHere(Named sessions, boolean asNew, boolean away) {
      return true;
    }

    @Override
    public void forget(Named sessions) {}
  }

  private static final class Nowhere implements Forwarder {
    @Override
    public Outcome forward(Exchange exchange, String server, boolean asNew) {
      return Outcome.OVER;
    }

    @Override
    public void refuse(Exchange exchange, String reason, int retryAfterSeconds) {}

    @Override
    public void notHere(Exchange exchange) {}

    @Override
    public Source source(Exchange exchange) {
      return Source.CLIENT;
    }
  }

  private static final class Silent implements GateListener {
    @Override
    public void admitted(Exchange exchange) {}

    @Override
    public void ended(Exchange exchange, long latencyNanos) {}

    @Override
    public void finishing(Exchange exchange, @Nullable String sessionId) {}
  }

  private static final class Request extends Exchange {
    private final long hash;

    Request(long hash) {
      this.hash = hash;
    }

    @Override
    public long sessionHash() {
      return hash;
    }

    @Override
    public long[] sessionHashes() {
      return new long[] {hash};
    }

    @Override
    public List<String> sessionIds() {
      return List.of("id");
    }

    @Override
    public @Nullable String currentSessionId() {
      return "id";
    }

    @Override
    public void replay(byte[] body) {}

    @Override
    public InputStream body() {
      return InputStream.nullInputStream();
    }

    @Override
    public long bodyLength() {
      return 0;
    }

    @Override
    public OutputStream answer(int status, List<String> headers, long length, boolean close) {
      return OutputStream.nullOutputStream();
    }

    @Override
    public void abort() {}
  }
}
