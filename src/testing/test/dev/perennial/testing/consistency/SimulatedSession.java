package dev.perennial.testing.consistency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A session on two servers that hand it over now and then, asked by three clients whose requests
 * overlap, get lost, are refused, or take effect long after. One step at a time, as a seed says.
 */
final class SimulatedSession {
  /** What the servers do wrong, once. */
  enum Fault {
    NONE,
    /** A hand-over leaves the last write behind, though it was acknowledged. */
    DROPS_LAST_WRITE,
    /** A request is answered from what the last hand-over left behind. */
    SERVES_OLD_COPY,
    /** The server that has handed over appends to its copy, and so does the one that took over. */
    BOTH_SERVE,
    /** An append takes effect twice. */
    APPENDS_TWICE,
    /** A server that does not know the session begins a new one. */
    BEGINS_ANEW
  }

  private static final int STEPS = 400;
  private static final int CLIENTS = 3;

  final History history;
  private final Random random;
  private final Fault fault;
  private final List<Client> clients = new ArrayList<>();
  private final Map<String, Long> acknowledged = new HashMap<>();
  private final List<String> late = new ArrayList<>();
  private List<String> list = new ArrayList<>();
  private List<String> left = new ArrayList<>();
  private String owner = "s1";
  private long now;
  private int appended;
  private boolean struck;

  private static final class Client {
    History.@Nullable Begun request;
    String token = "";
    long sent;
    @Nullable List<String> shown;

    /** Its answer is wrong, so it must arrive. */
    boolean wronged;
  }

  SimulatedSession(long seed, Fault fault) {
    this.random = new Random(seed);
    this.fault = fault;
    this.history = new History("seed " + seed, () -> now);
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new Client());
    }
  }

  /**
   * Lets it go on for some time, and then reads it once more. Returns whether the fault occurred.
   */
  boolean run() {
    for (int i = 0; i < STEPS; i++) {
      now++;
      if (random.nextInt(20) == 0) {
        handOver();
      } else if (!late.isEmpty() && random.nextInt(20) == 0) {
        list.add(late.remove(0));
      } else {
        step(clients.get(random.nextInt(CLIENTS)));
      }
    }
    now++;
    History.Begun last = history.read();
    now++;
    last.answered(owner, list);
    return struck;
  }

  private void handOver() {
    left = new ArrayList<>(list);
    owner = owner.equals("s1") ? "s2" : "s1";
    if (strikes(Fault.DROPS_LAST_WRITE) && lastIsAcknowledgedBefore(now)) {
      list.remove(list.size() - 1);
      struck = true;
    }
  }

  private void step(Client client) {
    History.Begun request = client.request;
    if (request == null) {
      client.token = random.nextInt(3) > 0 ? "w" + ++appended : "";
      client.request = client.token.isEmpty() ? history.read() : history.append(client.token);
      client.sent = now;
    } else if (client.shown == null) {
      arrives(client, request);
    } else if (!client.wronged && random.nextInt(20) == 0) {
      end(client, () -> request.unknown("no answer"));
    } else {
      List<String> shown = client.shown;
      end(client, () -> request.answered(owner, shown));
      acknowledged.put(client.token, now);
    }
  }

  private void arrives(Client client, History.Begun request) {
    switch (random.nextInt(20)) {
      case 0 -> end(client, () -> request.refused("503"));
      case 1 -> end(client, () -> request.unknown("lost on its way"));
      case 2 -> {
        if (!client.token.isEmpty()) {
          late.add(client.token);
        }
        end(client, () -> request.unknown("late"));
      }
      default -> client.shown = List.copyOf(served(client));
    }
  }

  private static void end(Client client, Runnable how) {
    how.run();
    client.request = null;
    client.shown = null;
    client.wronged = false;
  }

  /** Does what was asked for, and returns the list that it was done with. */
  private List<String> served(Client client) {
    List<String> copy = list;
    boolean append = !client.token.isEmpty();
    if (lastIsAcknowledgedBefore(client.sent) && !struck) {
      if (strikes(Fault.SERVES_OLD_COPY) && left.size() < list.size()) {
        copy = left;
      } else if (strikes(Fault.BEGINS_ANEW)) {
        copy = new ArrayList<>();
      } else if (strikes(Fault.BOTH_SERVE) && append) {
        copy = new ArrayList<>(list);
        list.add("w" + ++appended);
        // Its answer has come at once, from the one that took over.
        history.append(list.get(list.size() - 1)).answered(owner, list);
      }
      struck = copy != list;
      client.wronged = struck;
    }
    if (append) {
      copy.add(client.token);
      if (strikes(Fault.APPENDS_TWICE)) {
        copy.add(client.token);
        struck = true;
      }
    }
    return copy;
  }

  private boolean strikes(Fault wanted) {
    return fault == wanted && !struck && now > STEPS / 2;
  }

  private boolean lastIsAcknowledgedBefore(long time) {
    return !list.isEmpty()
        && acknowledged.getOrDefault(list.get(list.size() - 1), Long.MAX_VALUE) < time;
  }
}
