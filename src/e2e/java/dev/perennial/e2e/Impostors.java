package dev.perennial.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process of its own that greets ports of loopback as a server would, 25 times a second in all,
 * and proves a secret that it does not have. It ends with whoever has started it.
 */
final class Impostors {
  private static final long EACH_MILLIS = 40;
  private static final int THREADS = 8;
  private static final int LIMIT_MILLIS = 10_000;
  private static final int STATE_HELLO_BYTES = 32 + 44;
  private static final int CLUSTER_HELLO_BYTES = 64;

  /** As long as the longest one that any agent reads. */
  private static final int PROOF_BYTES = 64;

  private static final Random RANDOM = new Random();

  private Impostors() {}

  /**
   * Greets until the input ends.
   *
   * @param args ports as {@code port=state} or {@code port=cluster}
   */
  public static void main(String[] args) throws IOException {
    AtomicLong count = new AtomicLong();
    AtomicLong refused = new AtomicLong();
    ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
    var unused =
        threads.scheduleAtFixedRate(
            () -> {
              String[] port = args[(int) (count.getAndIncrement() % args.length)].split("=", 2);
              threads.execute(() -> greet(port, refused));
            },
            0,
            EACH_MILLIS,
            TimeUnit.MILLISECONDS);
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
    System.exit(0);
  }

  private static void greet(String[] port, AtomicLong refused) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port[0]))) {
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.getOutputStream().write(port[1].equals("state") ? stateGreeting() : memberGreeting());
      if (saysHelloAndHangsUp(socket.getInputStream())) {
        System.out.println(refused.incrementAndGet() + " refused");
      }
    } catch (IOException e) {
      // Nobody there, while a server restarts.
      System.out.println(port[0] + ": " + e);
    }
  }

  /** Returns whether the greeting was one: otherwise it is no proof that was refused. */
  private static boolean saysHelloAndHangsUp(InputStream in) {
    int said = 0;
    try {
      while (in.read() >= 0) {
        said++;
      }
    } catch (IOException e) {
      // Reset, as it does not read what is too long.
      return said >= CLUSTER_HELLO_BYTES;
    }
    return said >= CLUSTER_HELLO_BYTES;
  }

  private static byte[] stateGreeting() throws IOException {
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    DataOutputStream peer = new DataOutputStream(name);
    peer.writeUTF("s1");
    peer.writeLong(1);
    peer.writeUTF("state");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(all);
    out.write(Attack.STATE_MAGIC.getBytes(US_ASCII));
    out.write(random(STATE_HELLO_BYTES));
    out.writeShort(name.size());
    name.writeTo(out);
    out.write(random(PROOF_BYTES));
    return all.toByteArray();
  }

  private static byte[] memberGreeting() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(Attack.CLUSTER_MAGIC.getBytes(US_ASCII));
    all.write(random(CLUSTER_HELLO_BYTES + PROOF_BYTES));
    return all.toByteArray();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
