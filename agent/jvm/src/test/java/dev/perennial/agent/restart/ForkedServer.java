package dev.perennial.agent.restart;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A {@link RestartableServer} in a process of its own, which ends with this. */
final class ForkedServer implements AutoCloseable {
  private final Process process;
  private final int port;
  private final Path folder;

  private ForkedServer(Process process, int port, Path folder) {
    this.process = process;
    this.port = port;
    this.folder = folder;
  }

  static ForkedServer start(Path folder, String kind, String extra, List<String> options)
      throws IOException {
    return start(folder, javaProgram(), Map.of(), kind, extra, options);
  }

  static Path javaProgram() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  static ForkedServer start(
      Path folder,
      Path java,
      Map<String, String> environment,
      String kind,
      String extra,
      List<String> options)
      throws IOException {
    int port = freePort();
    Path jar = agentJar(folder);
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-javaagent:" + jar));
    command.add("-Dtest.agent.jar=" + jar);
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(RestartableServer.class.getName());
    command.addAll(List.of(Integer.toString(port), kind, folder.resolve("journal") + "", extra));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    ForkedServer server = new ForkedServer(process, port, folder);
    try {
      server.awaitReady(1);
    } catch (RuntimeException | Error e) {
      System.out.println(server.output());
      server.close();
      throw e;
    }
    return server;
  }

  void awaitReady(int times) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                !process.isAlive()
                    || output().lines().filter(l -> l.startsWith("ready ")).count() >= times);
  }

  /** Sends one request on a connection of its own, and once only: the JDK's clients repeat it. */
  String get(String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(180_000);
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.startsWith("HTTP/1.1 200")) {
        throw new IOException("no answer but '" + answer + "'");
      }
      String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
      // Tomcat sends an answer of unknown length in chunks.
      return answer.contains("chunked")
          ? body.substring(body.indexOf("\r\n") + 2, body.lastIndexOf("\r\n0"))
          : body;
    }
  }

  /** Sends one whose answer may not come any more. */
  void tell(String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      while (socket.getInputStream().read() >= 0) {
        // Until it has come, or the server has gone.
      }
    }
  }

  Process process() {
    return process;
  }

  int exitStatus() throws InterruptedException {
    return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  String journal() throws IOException {
    return Files.readString(folder.resolve("journal"));
  }

  String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static Path agentJar(Path folder) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Premain-Class", RestartTestAgent.class.getName());
    main.putValue("Can-Retransform-Classes", "true");
    Path jar = folder.resolve("agent.jar");
    try (OutputStream file = Files.newOutputStream(jar)) {
      new JarOutputStream(file, manifest).close();
    }
    return jar;
  }
}
