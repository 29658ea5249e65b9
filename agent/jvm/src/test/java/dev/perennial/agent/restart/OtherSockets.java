package dev.perennial.agent.restart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Sockets of kinds that connectors may have beside a port of their own: a Unix domain socket, and
 * ports that the kernel chooses, also for an asynchronous channel. Each answers who connects with
 * its name.
 */
final class OtherSockets {
  private final Path folder;
  private final ServerSocketChannel unix;
  private final ServerSocketChannel first;
  private final ServerSocketChannel second;
  private final AsynchronousServerSocketChannel asynchronous;
  private volatile boolean resting;
  private final Thread thread = new Thread(this::run, "other sockets");

  /**
   * Opens them, and writes where they listen.
   *
   * @param folder of the path, and of a file with the ports
   */
  OtherSockets(Path folder) throws IOException {
    this.folder = folder;
    unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    unix.bind(UnixDomainSocketAddress.of(path()));
    first = ServerSocketChannel.open().bind(anyPort());
    second = ServerSocketChannel.open().bind(anyPort());
    asynchronous = AsynchronousServerSocketChannel.open().bind(anyPort());
    Files.writeString(
        folder.resolve("ports"),
        port(first.getLocalAddress())
            + " "
            + port(second.getLocalAddress())
            + " "
            + port(asynchronous.getLocalAddress()));
    thread.start();
  }

  private Path path() {
    return folder.resolve("server.sock");
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static int port(SocketAddress address) {
    return ((InetSocketAddress) address).getPort();
  }

  /** Accepts nothing more: a thread in accept would take one more, at any time, and drop it. */
  void rest() throws InterruptedException {
    resting = true;
    thread.join();
  }

  Set<ListenAddress> addresses() throws IOException {
    Set<ListenAddress> addresses = new LinkedHashSet<>();
    addresses.add(new UnixAddress(path().toString()));
    for (SocketAddress address :
        new SocketAddress[] {
          first.getLocalAddress(), second.getLocalAddress(), asynchronous.getLocalAddress()
        }) {
      addresses.add(
          new TcpAddress(InetAddress.getLoopbackAddress(), port(address))
              .chosenFor(OtherSockets.class.getName()));
    }
    return addresses;
  }

  private void run() {
    try {
      unix.configureBlocking(false);
      first.configureBlocking(false);
      second.configureBlocking(false);
      Future<AsynchronousSocketChannel> accepting = asynchronous.accept();
      while (!resting) {
        answer(unix.accept(), "unix");
        answer(first.accept(), "first");
        answer(second.accept(), "second");
        if (accepting.isDone()) {
          answer(accepting.get());
          accepting = asynchronous.accept();
        }
        TimeUnit.MILLISECONDS.sleep(1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(SocketChannel client, String name) throws IOException {
    if (client != null) {
      client.configureBlocking(true);
      client.write(ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)));
      client.close();
    }
  }

  private static void answer(AsynchronousSocketChannel client)
      throws IOException, ExecutionException, InterruptedException {
    client.write(ByteBuffer.wrap("asynchronous".getBytes(StandardCharsets.UTF_8))).get();
    client.close();
  }
}
