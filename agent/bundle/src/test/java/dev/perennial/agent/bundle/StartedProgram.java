package dev.perennial.agent.bundle;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program that starts threads, until the agent's bridge is told of both ways to do that. */
final class StartedProgram {
  private StartedProgram() {}

  public static void main(String[] args) throws ReflectiveOperationException, InterruptedException {
    Class<?> bridge = Class.forName("java.lang.PerennialBridge");
    Method taker = bridge.getMethod("threadStarts", Consumer.class);
    Set<String> told = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 1200 && told.size() < 2; i++) {
      // The runtime sets its own when it starts: nobody else is told then.
      taker.invoke(null, (Consumer<Thread>) thread -> note(told, thread));
      Thread plain = new Thread(() -> {}, "plain");
      plain.start();
      plain.join();
      ExecutorService pool = Executors.newSingleThreadExecutor(task -> new Thread(task, "pooled"));
      pool.execute(() -> {});
      pool.shutdown();
      TimeUnit.MILLISECONDS.sleep(50);
    }
    taker.invoke(
        null,
        (Consumer<Thread>)
            thread -> {
              throw new IllegalStateException("of the program's own");
            });
    Thread last = new Thread(() -> System.out.println("started all the same"));
    last.start();
    last.join();
    System.out.println("told " + told.contains("plain") + " " + told.contains("pooled"));
    System.out.println("suppressed " + bridge.getMethod("suppressedCount").invoke(null));
    System.out.println("application ends");
  }

  private static void note(Set<String> told, Thread thread) {
    if (thread.getName().equals("plain") || thread.getName().equals("pooled")) {
      told.add(thread.getName());
    }
  }
}
