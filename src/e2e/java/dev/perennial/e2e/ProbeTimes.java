package dev.perennial.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** How long probes took, as a load balancer sends them: each on a connection of its own. */
final class ProbeTimes {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int LIMIT_MILLIS = 60_000;

  /** Sorted. */
  private final long[] nanos;

  private ProbeTimes(long[] nanos) {
    this.nanos = nanos.clone();
    Arrays.sort(this.nanos);
  }

  /**
   * Probes, one after another.
   *
   * @param request to send; empty to be told without it
   * @param answer pattern of how each answer must begin
   */
  static ProbeTimes of(int times, List<Integer> ports, String request, String answer)
      throws IOException {
    Pattern expected = Pattern.compile(answer);
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      long began = System.nanoTime();
      String said = ask(ports.get(i % ports.size()), request);
      nanos[i] = System.nanoTime() - began;
      if (!expected.matcher(said).lookingAt()) {
        throw new AssertionError("a probe was answered with \"" + said + "\"");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return new ProbeTimes(nanos);
  }

  private static String ask(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
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

  /** Returns how many times as long as others these took. */
  double ratio(ProbeTimes others, double part) {
    return millis(part) / others.millis(part);
  }

  @Override
  public String toString() {
    return "median %.2f ms, p99 %.2f ms, longest %.2f ms"
        .formatted(millis(0.5), millis(0.99), millis(1));
  }
}
