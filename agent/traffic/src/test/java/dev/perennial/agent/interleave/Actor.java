package dev.perennial.agent.interleave;

import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A thread that goes on only when its {@link Schedule} says so. */
public final class Actor extends Thread {
  final Schedule schedule;
  final Semaphore turn = new Semaphore(0);

  /** Whether it could go on now. */
  BooleanSupplier ready = () -> true;

  /** When it goes on in any case; 0 if it waits for {@link #ready} alone. */
  long wakeNanos;

  boolean over;

  /** Where it is, for people. */
  String place = "its begin";

  Actor(Schedule schedule, @Nullable Runnable task, String name) {
    super(task, name);
    this.schedule = schedule;
    setDaemon(true);
  }

  /** Made by woven code in the place of a thread of its own. */
  public Actor(Runnable task, String name) {
    this(Schedule.present(), task, name);
  }

  /** The same, where it inherits nothing of the thread that makes it. */
  public Actor(
      @Nullable ThreadGroup group, Runnable task, String name, long stack, boolean inherits) {
    this(task, name);
  }

  void isReady() {
    ready = () -> true;
    wakeNanos = 0;
  }

  @Override
  public synchronized void start() {
    schedule.add(this);
    super.start();
  }

  @Override
  public void run() {
    turn.acquireUninterruptibly();
    Throwable failure = null;
    try {
      super.run();
    } catch (Throwable t) {
      failure = t;
    }
    schedule.ended(this, failure);
  }
}
