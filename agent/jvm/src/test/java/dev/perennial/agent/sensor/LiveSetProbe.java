package dev.perennial.agent.sensor;

import dev.perennial.agent.load.LoadMeter;
import dev.perennial.coordinator.aging.Judge;
import dev.perennial.coordinator.aging.JudgeSettings;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Reading;
import dev.perennial.coordinator.aging.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that works, and may leak, in the JVM that it is started in, judged by what all sensors
 * read. A round is a second of its clock, and takes some milliseconds, as marking a heap does.
 */
public final class LiveSetProbe {
  private static final long SECOND = 1_000_000_000L;
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(12);
  private static final int GARBAGE = 1 << 20;

  @SuppressWarnings("UnusedVariable") // It is there to be reached.
  private static volatile Object sink = "";

  /** Let go of when there is no heap left, so that it can be said. */
  @SuppressWarnings("UnusedVariable") // It is there to take room.
  private static byte[] reserve = new byte[2 << 20];

  private static final byte[] NOTHING = new byte[0];

  private LiveSetProbe() {}

  /** What a program does in a round. */
  private interface Work {
    /** Does what takes about so many bytes. */
    void take(long bytes) throws Exception;
  }

  /**
   * @param args what it does; for how many seconds of its clock; how many bytes it takes in each
   */
  public static void main(String[] args) throws Exception {
    Work work = work(args[0]);
    int seconds = Integer.parseInt(args[1]);
    long bytes = Long.parseLong(args[2]);
    long[] clock = new long[1];
    LoadMeter load = new LoadMeter(() -> clock[0]);
    Sensors sensors = ProbeSensors.of(load, () -> clock[0]);
    Judge judge = new Judge(JudgeSettings.defaults());
    Verdict last = Verdict.STABLE;
    int second = 0;
    try {
      for (; second < seconds; second++) {
        long begin = System.nanoTime();
        for (int request = 0; request < 10; request++) {
          load.started();
          work.take(bytes / 10);
          load.ended(5_000_000);
        }
        for (int piece = 0; piece < GARBAGE; piece += 1000) {
          sink = new byte[1000];
        }
        clock[0] += SECOND;
        List<Reading> readings = sensors.read();
        Judgement judgement = judge.judge(readings, clock[0]);
        if (judgement.verdict() != last) {
          last = judgement.verdict();
          System.out.println(last + " " + second + " s " + judgement.reason());
        }
        if (second % 60 == 0) {
          print(second, readings);
        }
        LockSupport.parkNanos(ROUND_NANOS - (System.nanoTime() - begin));
      }
      System.out.println("lived " + second + " s");
    } catch (OutOfMemoryError e) {
      reserve = NOTHING;
      System.out.println("ended " + second + " s");
    }
    System.exit(0);
  }

  private static void print(int second, List<Reading> readings) {
    for (Reading r : readings) {
      if (r.indicator().equals("heap.live")) {
        System.out.printf(
            "heap.live %d s %.0f of %.0f, used %d%n",
            second,
            r.value(),
            r.limit(),
            Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
      }
    }
  }

  private static Work work(String name) {
    return switch (name) {
      case "objects" -> new Objects();
      case "finalizers" -> new Finalizers();
      case "statements" -> new Statements();
      case "cache" -> new Cache();
      case "compiler" -> new CompilerLoop();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Small arrays that a list keeps. */
  private static final class Objects implements Work {
    private final List<byte[]> kept = new ArrayList<>();
    private final Random random = new Random(1);

    @Override
    public void take(long bytes) {
      for (long left = bytes; left > 0; ) {
        byte[] next = new byte[50 + random.nextInt(400)];
        kept.add(next);
        left -= next.length + 24;
      }
    }
  }

  /** Objects whose finalizers all wait for the first, which never ends. */
  private static final class Finalizers implements Work {
    @Override
    public void take(long bytes) {
      for (long left = bytes; left > 0; left -= 200) {
        sink = new Finalized();
      }
    }
  }

  private static final class Finalized {
    final byte[] payload = new byte[100];

    @Override
    @SuppressWarnings({"deprecation", "removal", "Finalize"})
    protected void finalize() {
      LockSupport.park();
      while (payload.length > 0) {
        LockSupport.park();
      }
    }
  }

  /** Statements that nobody closes, which their connection keeps with the rows that were read. */
  private static final class Statements implements Work {
    private final Map<Integer, List<Map<String, String>>> open = new HashMap<>();
    private final Random random = new Random(1);

    @Override
    public void take(long bytes) {
      for (long left = bytes; left > 0; left -= 2_000) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (int row = 0; row < 4; row++) {
          Map<String, String> columns = new HashMap<>();
          for (int column = 0; column < 4; column++) {
            columns.put("column " + column, "value " + random.nextInt());
          }
          rows.add(columns);
        }
        open.put(open.size(), rows);
      }
    }
  }

  /** A cache that fills a share of the heap, and then lets go of what is oldest. */
  private static final class Cache implements Work {
    private final Deque<byte[]> entries = new ArrayDeque<>();
    private final Random random = new Random(1);
    private final long most = Runtime.getRuntime().maxMemory() * 3 / 5;
    private long held;

    @Override
    public void take(long bytes) {
      for (long left = bytes; left > 0; ) {
        byte[] next = new byte[200 + random.nextInt(2000)];
        entries.add(next);
        held += next.length + 24;
        left -= next.length + 24;
        while (held > most) {
          held -= entries.remove().length + 24;
        }
      }
    }
  }

  private static final class CompilerLoop implements Work {
    private int requests;

    @Override
    public void take(long bytes) throws Exception {
      if (requests++ % 20 == 0) {
        CompilerWork.compile(requests);
      }
    }
  }
}
