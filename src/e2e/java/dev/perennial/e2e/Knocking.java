package dev.perennial.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;

/** A client that connects to one connector again and again, and wants an answer each time. */
final class Knocking implements AutoCloseable {
  private static final int LIMIT_MILLIS = 60_000;

  private final String name;
  private final Knock knock;
  private final AtomicInteger answered = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean stop;

  /** One connection, from connecting to its end. */
  @FunctionalInterface
  interface Knock {
    /** Returns "" or what was wrong with the answer. */
    String once() throws IOException;
  }

  Knocking(String name, Knock knock) {
    this.name = name;
    this.knock = knock;
    thread = new Thread(this::run, "client of " + name);
    thread.start();
  }

  private void run() {
    while (!stop) {
      try {
        String wrong = knock.once();
        if (!wrong.isEmpty()) {
          failures.add(name + ": " + wrong);
        }
        answered.incrementAndGet();
      } catch (IOException e) {
        failures.add(name + ": " + e);
      }
    }
  }

  void awaitMore(int more) {
    int before = answered.get();
    Awaitility.await("answers of " + name)
        .atMost(Duration.ofMinutes(1))
        .until(() -> answered.get() >= before + more || !failures.isEmpty());
  }

  /** Returns what has failed: a connection refused or reset, or another answer. */
  List<String> finish() {
    close();
    return failures;
  }

  int answered() {
    return answered.get();
  }

  @Override
  public void close() {
    stop = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** HTTP/1.1 over TCP. */
  static Knock http(int port) {
    return () -> {
      try (Socket socket = connect(port)) {
        return get(socket.getInputStream(), socket.getOutputStream());
      }
    };
  }

  /** HTTP/1.1 over TLS. */
  static Knock https(int port, SSLContext tls) {
    return () -> {
      try (Socket plain = connect(port);
          Socket socket = tls.getSocketFactory().createSocket(plain, "127.0.0.1", port, true)) {
        return get(socket.getInputStream(), socket.getOutputStream());
      }
    };
  }

  /** HTTP/1.1 over a Unix domain socket. */
  static Knock unix(Path path) {
    return () -> {
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.connect(UnixDomainSocketAddress.of(path));
        return get(Channels.newInputStream(channel), Channels.newOutputStream(channel));
      }
    };
  }

  /** By AJP, as web servers do: first the question whether the connector lives, then a request. */
  static Knock ajp(int port) {
    return () -> {
      try (Socket socket = connect(port)) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write(new byte[] {0x12, 0x34, 0, 1, 10});
        byte[] answer = in.readNBytes(5);
        if (!Arrays.equals(answer, new byte[] {'A', 'B', 0, 1, 9})) {
          return Arrays.toString(answer);
        }
        socket.getOutputStream().write(ajpGet());
        return ajpAnswer(in);
      }
    };
  }

  private static byte[] ajpGet() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(2);
    out.writeByte(2);
    for (String text :
        List.of("HTTP/1.1", "/examples/index.html", "127.0.0.1", "localhost", "127.0.0.1")) {
      out.writeShort(text.length());
      out.writeBytes(text);
      out.writeByte(0);
    }
    out.writeShort(80);
    out.writeBoolean(false);
    out.writeShort(0);
    out.writeByte(0xff);
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    DataOutputStream framed = new DataOutputStream(packet);
    framed.writeShort(0x1234);
    framed.writeShort(bytes.size());
    bytes.writeTo(framed);
    return packet.toByteArray();
  }

  private static String ajpAnswer(DataInputStream in) throws IOException {
    int status = 0;
    StringBuilder body = new StringBuilder();
    while (true) {
      in.readUnsignedShort();
      ByteBuffer packet = ByteBuffer.wrap(in.readNBytes(in.readUnsignedShort()));
      switch (packet.get()) {
        case 3 -> body.append(new String(packet.array(), 3, packet.getShort(), US_ASCII));
        case 4 -> status = packet.getShort();
        case 5 -> {
          return status == 200 && body.toString().strip().endsWith("</html>")
              ? ""
              : status + " " + body;
        }
        default -> throw new IOException("packet " + packet.get(0));
      }
    }
  }

  /** Returns whether there is a curl to knock with. */
  static boolean hasCurl() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "curl")));
  }

  /** Curl, with two requests that it sends by one connection if the server lets it. */
  static Knock curl(String url, String... options) {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "-k", "-m", "60"));
    command.addAll(List.of(options));
    command.addAll(List.of("-w", "\n%{http_code}\n", url, url));
    return () -> {
      Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.split("</html>\\s*200\n", -1).length == 3 ? "" : said;
    };
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
    socket.setSoTimeout(LIMIT_MILLIS);
    return socket;
  }

  private static String get(InputStream in, OutputStream out) throws IOException {
    out.write(
        "GET /examples/index.html HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            .getBytes(US_ASCII));
    out.flush();
    String answer = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    return answer.startsWith("HTTP/1.1 200") && answer.strip().endsWith("</html>") ? "" : answer;
  }
}
