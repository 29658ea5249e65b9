package dev.perennial.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that holds on to ports of loopback: clients that say nothing, and clients
 * that say one byte a second of what the port expects. They come from several addresses. Whoever is
 * hung up on comes back five seconds later. It ends with whoever has started it.
 */
final class Attackers {
  private static final long BYTE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long BACK_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long TURN_MILLIS = 10;

  /** So that six thousand have connected after some seconds. */
  private static final int CONNECTS_A_TURN = 15;

  private static final int ADDRESSES = 8;

  private final Selector selector = Selector.open();
  private final Deque<Client> waiting = new ArrayDeque<>();
  private final Deque<Client> speaking = new ArrayDeque<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(1_024);
  private int open;
  private long comings;
  private volatile boolean ended;

  private Attackers() throws IOException {}

  /** One client of one port, whatever connection it has just now. */
  private static final class Client {
    final InetSocketAddress port;
    final InetSocketAddress from;
    final byte[] words;
    int said;
    long dueNanos = System.nanoTime();
    SocketChannel channel;

    Client(int port, int from, byte[] words) throws IOException {
      this.port = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      this.from =
          new InetSocketAddress(
              InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + from)}), 0);
      this.words = words;
    }

    boolean isSlow() {
      return words.length > 0;
    }
  }

  /**
   * Attacks until the input ends.
   *
   * @param args number of slow clients and of idle ones, then the ports as {@code port=words}
   */
  public static void main(String[] args) throws IOException {
    Attackers attackers = new Attackers();
    Thread parent = new Thread(attackers::awaitParent, "parent");
    parent.setDaemon(true);
    parent.start();
    attackers.run(clients(args));
  }

  private void awaitParent() {
    try {
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      System.err.println(e);
    }
    ended = true;
  }

  private static List<Client> clients(String[] args) throws IOException {
    int slow = Integer.parseInt(args[0]);
    int idle = Integer.parseInt(args[1]);
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < slow + idle; i++) {
      String[] port = args[2 + i % (args.length - 2)].split("=", 2);
      byte[] words = i < slow ? port[1].getBytes(US_ASCII) : new byte[0];
      clients.add(new Client(Integer.parseInt(port[0]), i / (args.length - 2) % ADDRESSES, words));
    }
    return clients;
  }

  private void run(List<Client> clients) throws IOException {
    waiting.addAll(clients);
    long toldNanos = System.nanoTime();
    while (!ended) {
      selector.select(TURN_MILLIS);
      for (SelectionKey key : selector.selectedKeys()) {
        ready(key);
      }
      selector.selectedKeys().clear();
      long now = System.nanoTime();
      for (int i = 0; i < CONNECTS_A_TURN && isDue(waiting, now); i++) {
        connect(waiting.removeFirst());
      }
      while (isDue(speaking, now)) {
        say(speaking.removeFirst());
      }
      if (now - toldNanos > BYTE_NANOS) {
        toldNanos = now;
        System.out.println(comings + " connections so far, " + open + " open");
      }
    }
  }

  private static boolean isDue(Deque<Client> clients, long now) {
    return !clients.isEmpty() && now - clients.getFirst().dueNanos >= 0;
  }

  private void connect(Client client) throws IOException {
    SocketChannel channel = SocketChannel.open();
    client.channel = channel;
    client.said = 0;
    comings++;
    open++;
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_CONNECT, client);
    try {
      channel.bind(client.from);
      channel.connect(client.port);
    } catch (IOException e) {
      gone(client);
    }
  }

  private void ready(SelectionKey key) {
    Client client = (Client) key.attachment();
    try {
      if (key.isConnectable()) {
        client.channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        if (client.isSlow()) {
          client.dueNanos = System.nanoTime();
          speaking.addLast(client);
        }
        return;
      }
      if (client.channel.read(buffer.clear()) < 0) {
        gone(client);
      }
    } catch (IOException e) {
      gone(client);
    }
  }

  private void say(Client client) {
    if (!client.channel.isConnected() || !client.channel.isOpen()) {
      return;
    }
    byte next = client.words[Math.min(client.said++, client.words.length - 1)];
    try {
      client.channel.write(ByteBuffer.wrap(new byte[] {next}));
    } catch (IOException e) {
      gone(client);
      return;
    }
    client.dueNanos = System.nanoTime() + BYTE_NANOS;
    speaking.addLast(client);
  }

  private void gone(Client client) {
    try {
      client.channel.close();
    } catch (IOException e) {
      System.err.println(e);
    }
    open--;
    client.dueNanos = System.nanoTime() + BACK_NANOS;
    waiting.addLast(client);
  }
}
