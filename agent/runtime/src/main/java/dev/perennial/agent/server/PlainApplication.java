package dev.perennial.agent.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Asks an application in no container that the agent knows, over plain HTTP. Thread-safe.
 *
 * @param url where it answers
 * @param limitMillis for connecting, and for each read
 */
record PlainApplication(URI url, int limitMillis) {
  private static final int LONGEST_LINE = 4096;

  /**
   * Returns the status of its answer, after the whole of it has come.
   *
   * @param target such as "/shop/?page=1", or "*"
   * @throws IOException if there is no answer, or none that is HTTP
   */
  int ask(String method, String target) throws IOException {
    try (Socket socket = new Socket()) {
      int port = url.getPort() < 0 ? 80 : url.getPort();
      socket.connect(new InetSocketAddress(url.getHost(), port), limitMillis);
      socket.setSoTimeout(limitMillis);
      OutputStream out = socket.getOutputStream();
      out.write(
          String.join(
                  "\r\n",
                  method + " " + target + " HTTP/1.1",
                  "Host: " + url.getAuthority(),
                  "Connection: close",
                  "User-Agent: perennial",
                  "",
                  "")
              .getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = new BufferedInputStream(socket.getInputStream());
      int status = status(in);
      long unused = in.transferTo(OutputStream.nullOutputStream());
      return status;
    }
  }

  private static int status(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n' && c >= 0 && line.length() < LONGEST_LINE; c = in.read()) {
      line.append((char) c);
    }
    String text = line.toString().strip();
    try {
      if (text.startsWith("HTTP/1.")) {
        return Integer.parseInt(text.substring(9, 12));
      }
    } catch (RuntimeException e) {
      throw new IOException("its answer is " + text, e);
    }
    throw new IOException("its answer is " + text);
  }
}
