package dev.perennial.agent.boot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A process that has taken a port on loopback: of another user where this one is root. */
final class PortSquatter implements AutoCloseable {
  private static final int ANOTHER = 61_200;

  private final Process process;
  private final BufferedReader said;
  private final int user;
  private final int port;

  private PortSquatter(Process process, int user) throws IOException {
    this.process = process;
    this.user = user;
    said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    String line = said.readLine();
    if (line == null) {
      throw new IOException("it has ended: " + said.lines().toList());
    }
    port = Integer.parseInt(line);
  }

  /** The process: takes a free port, says which, and ends with its input. */
  public static void main(String[] arguments) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      System.out.println(taken.getLocalPort());
      System.in.readAllBytes();
    }
  }

  /**
   * @param folder for its class, where another user can read it
   */
  static PortSquatter start(Path folder) throws IOException {
    int user = (int) Files.getAttribute(folder, "unix:uid");
    List<String> command = new ArrayList<>();
    if (user == 0) {
      user = ANOTHER;
      command.addAll(List.of("setpriv", "--reuid=" + user, "--clear-groups"));
    } else {
      System.out.println("SKIPPED: a port taken by another user, for want of root; by this one");
    }
    layClass(folder);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-cp",
            folder.toString(),
            PortSquatter.class.getName()));
    return new PortSquatter(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start(), user);
  }

  private static void layClass(Path folder) throws IOException {
    Path file = folder.resolve(PortSquatter.class.getName().replace('.', '/') + ".class");
    Files.createDirectories(file.getParent());
    try (InputStream in = PortSquatter.class.getResourceAsStream("PortSquatter.class")) {
      Files.copy(in, file);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    for (Path each = file.getParent(); each.startsWith(folder); each = each.getParent()) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  int port() {
    return port;
  }

  int user() {
    return user;
  }

  /** Returns when the port is free. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
    said.close();
  }
}
