package dev.perennial.agent.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One link to each server that is asked, opened when it is needed. Thread-safe. */
public final class LinkPool implements AutoCloseable {
  private final LinkClient client;
  private final Function<String, Optional<InetSocketAddress>> addresses;
  private final Duration limit;
  private final Map<String, Slot> slots = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Opened under its own lock, so that one server that is not there holds up no other. */
  private static final class Slot {
    private volatile @Nullable Link link;
  }

  /**
   * @param addresses where a server takes links now; empty if that is not known
   * @param limit for each answer
   */
  public LinkPool(
      LinkClient client, Function<String, Optional<InetSocketAddress>> addresses, Duration limit) {
    this.client = client;
    this.addresses = addresses;
    this.limit = limit;
  }

  /**
   * Sends a request; blocks for back-pressure and while a link is opened.
   *
   * @return the answer; or a failure, of which only a {@link LinkRefusedException} and one before
   *     the link was open ("cannot be reached") mean that the request took no effect
   */
  public CompletableFuture<byte[]> call(String server, byte[] request) {
    return call(server, request, limit);
  }

  /** As {@link #call(String, byte[])}, with a limit of its own for the answer. */
  public CompletableFuture<byte[]> call(String server, byte[] request, Duration answerLimit) {
    try {
      return link(server).request(request, answerLimit);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Link link(String server) throws IOException {
    Slot slot = slots.computeIfAbsent(server, s -> new Slot());
    Link open = slot.link;
    if (open != null && open.isOpen()) {
      return open;
    }
    synchronized (slot) {
      Link again = slot.link;
      if (again != null && again.isOpen()) {
        return again;
      }
      if (closed) {
        throw new LinkClosedException("all links were closed");
      }
      InetSocketAddress address =
          addresses
              .apply(server)
              .orElseThrow(
                  () ->
                      new LinkRefusedException("it is not known where " + server + " takes links"));
      Link next = open(server, address);
      slot.link = next;
      return next;
    }
  }

  private Link open(String server, InetSocketAddress address) throws IOException {
    try {
      return client.connect(address, server);
    } catch (LinkException e) {
      throw e;
    } catch (IOException e) {
      throw new LinkRefusedException(
          server + " cannot be reached at " + address + ": " + e.getMessage());
    }
  }

  /** Closes all links and opens none any more. Idempotent. */
  @Override
  public void close() {
    closed = true;
    for (Slot slot : slots.values()) {
      synchronized (slot) {
        Link link = slot.link;
        if (link != null) {
          link.close();
        }
      }
    }
  }
}
