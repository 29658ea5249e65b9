package dev.perennial.agent.servers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes on their way from one thread to another, bounded. Thread-safe. */
final class BytePipe {
  private final byte[] bytes;
  private int start;
  private int count;
  private boolean ended;
  private boolean flushed;
  private @Nullable IOException failure;
  private final List<Runnable> readers = new ArrayList<>();
  private final List<Runnable> writers = new ArrayList<>();

  BytePipe(int capacity) {
    bytes = new byte[capacity];
  }

  /** Waits for room until all is in. */
  void write(ByteBuffer from) throws IOException {
    while (from.hasRemaining()) {
      synchronized (this) {
        await(Waiting.ROOM);
        while (from.hasRemaining() && count < bytes.length) {
          bytes[(start + count) % bytes.length] = from.get();
          count++;
        }
      }
      tell(readers);
    }
  }

  /** Returns -1 at the end; 0 where the writer wants sent on what is read so far. */
  int read(ByteBuffer into) throws IOException {
    int read = 0;
    synchronized (this) {
      await(Waiting.BYTES);
      while (count > 0 && into.hasRemaining()) {
        into.put(bytes[start]);
        start = (start + 1) % bytes.length;
        count--;
        read++;
      }
      if (read == 0) {
        if (!flushed) {
          return -1;
        }
        flushed = false;
        return 0;
      }
    }
    tell(writers);
    return read;
  }

  private enum Waiting {
    ROOM,
    BYTES
  }

  private synchronized void await(Waiting what) throws IOException {
    try {
      while (failure == null
          && (what == Waiting.ROOM ? count == bytes.length : count == 0 && !ended && !flushed)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    if (failure != null) {
      throw new IOException("broken off", failure);
    }
  }

  synchronized int available() {
    return failure != null || (count == 0 && ended) ? -1 : count;
  }

  synchronized int writable() {
    return failure != null ? -1 : bytes.length - count;
  }

  void whenReadable(Runnable task) {
    synchronized (this) {
      if (available() == 0) {
        readers.add(task);
        return;
      }
    }
    task.run();
  }

  void whenWritable(Runnable task) {
    synchronized (this) {
      if (writable() == 0) {
        writers.add(task);
        return;
      }
    }
    task.run();
  }

  void flush() {
    synchronized (this) {
      flushed = true;
    }
    tell(List.of());
  }

  void end() {
    synchronized (this) {
      ended = true;
    }
    tell(readers);
  }

  void fail(IOException e) {
    synchronized (this) {
      failure = e;
    }
    tell(readers);
    tell(writers);
  }

  private void tell(List<Runnable> tasks) {
    List<Runnable> now;
    synchronized (this) {
      notifyAll();
      now = List.copyOf(tasks);
      if (!now.isEmpty()) {
        tasks.clear();
      }
    }
    now.forEach(Runnable::run);
  }
}
