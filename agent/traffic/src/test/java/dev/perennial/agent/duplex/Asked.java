package dev.perennial.agent.duplex;

import dev.perennial.agent.ids.Flood;
import dev.perennial.agent.ids.KnownIds;
import dev.perennial.agent.ids.OwnIds;

/** What asks others, and is asked, where a test has nothing to say of lists of ids. */
public final class Asked {
  private static final byte[] KEY = new byte[16];

  private Asked() {}

  public static Asking by(String self, PeerCalls calls) {
    KnownIds known = new KnownIds(server -> 0, server -> 0, System::nanoTime);
    return new Asking(
        self,
        calls,
        known,
        new Promises(known, new Flood(System.nanoTime()), server -> {}, System::nanoTime),
        task -> new Thread(task).start(),
        () -> 1_000,
        System::nanoTime,
        server -> {});
  }

  public static OwnIds ids() {
    return new OwnIds(KEY, System::nanoTime);
  }
}
