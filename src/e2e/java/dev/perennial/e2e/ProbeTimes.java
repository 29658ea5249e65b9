package dev.perennial.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** How long probes took, as a load balancer sends them: each on a connection of its own. */
final class ProbeTimes {
  /** Sorted. */
  private final long[] nanos;

  private ProbeTimes(long[] nanos) {
    this.nanos = nanos.clone();
    Arrays.sort(this.nanos);
  }

  /** What is asked again and again. */
  static final class Target {
    private static final int LIMIT_MILLIS = 60_000;

    private final List<Integer> ports;
    private final String request;
    private final Pattern answer;
    private final List<Long> nanos = new ArrayList<>();

    /**
     * @param ports of loopback, in turn
     * @param request to send; empty to be told without it
     * @param answer pattern of how each answer must begin
     */
    Target(List<Integer> ports, String request, String answer) {
      this.ports = ports;
      this.request = request;
      this.answer = Pattern.compile(answer);
    }

    void probe() throws IOException {
      long began = System.nanoTime();
      String said = ask(ports.get(nanos.size() % ports.size()));
      nanos.add(System.nanoTime() - began);
      if (!answer.matcher(said).lookingAt()) {
        throw new AssertionError("a probe was answered with \"" + said + "\"");
      }
    }

    private String ask(int port) throws IOException {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(LIMIT_MILLIS);
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
      }
    }

    ProbeTimes times() {
      return new ProbeTimes(nanos.stream().mapToLong(n -> n).toArray());
    }
  }

  /** Returns these and others. */
  ProbeTimes and(ProbeTimes other) {
    return new ProbeTimes(
        LongStream.concat(LongStream.of(nanos), LongStream.of(other.nanos)).toArray());
  }

  /** Returns the time that this part of the probes did not exceed. */
  double millis(double part) {
    return nanos[(int) Math.min(nanos.length - 1, Math.floor(part * nanos.length))] / 1e6;
  }

  @Override
  public String toString() {
    return "median %.2f ms, p99 %.2f ms, longest %.2f ms"
        .formatted(millis(0.5), millis(0.99), millis(1));
  }
}
