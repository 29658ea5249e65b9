package dev.perennial.agent.guard;

import dev.perennial.agent.restart.EmergencyLaunch;
import dev.perennial.agent.restart.ListenAddress;
import dev.perennial.agent.restart.TcpAddress;
import dev.perennial.coordinator.aging.Reading;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches this JVM for the exhaustion of heap, metaspace, threads, files and time. Only where it is
 * armed, and only when nobody can, or does, bring the state to a successor in time, it restarts the
 * JVM in place; that needs nothing of a healthy JVM. Where the native part cannot be had, a Java
 * thread does what it can. Its methods are for one thread, but {@link #disarm}.
 */
public final class SuddenDeathGuard implements Armable {
  private volatile GuardPage page;
  private volatile @Nullable JavaGuard inJava;
  private final Heartbeat heartbeat;
  private @Nullable EmergencyLaunch launch;
  private Set<ListenAddress> addresses = Set.of();

  private volatile boolean over;

  private SuddenDeathGuard(GuardPage page, @Nullable JavaGuard inJava, Runnable revive) {
    this.page = page;
    this.inJava = inJava;
    this.heartbeat = new Heartbeat(page, inJava == null ? () -> {} : inJava, revive);
  }

  /**
   * Starts the native part alone, first of all: once the application runs, it may have used up all
   * threads. Throws nothing; what is refused is tried again by {@link #start}.
   *
   * @param folders to put the library into, in the order in which they are tried
   */
  public static void begin(List<Path> folders) {
    try {
      var unused = NativeGuard.load(folders);
    } catch (IOException | RuntimeException | LinkageError e) {
      // It is tried again when there is a log, and told there.
      return;
    }
  }

  /**
   * Starts it; throws nothing.
   *
   * @param wantsNative whether the native part is wanted
   * @param folders to put the library into, in the order in which they are tried
   * @param warn takes one line if the native part is wanted and cannot be had
   * @param revive is called while {@link #turn} has not been, for ten seconds and more
   */
  public static SuddenDeathGuard start(
      boolean wantsNative, List<Path> folders, Consumer<String> warn, Runnable revive) {
    SuddenDeathGuard guard = wantsNative ? withLibrary(folders, warn, revive) : inJavaAlone(revive);
    guard.heartbeat.start();
    return guard;
  }

  /** Returns whether the native part lacks nothing but a thread, which may be had later. */
  public boolean wantsThread() {
    return inJava != null && NativeGuard.wantsThread();
  }

  /**
   * Starts the native part's thread, and has it watch from now on.
   *
   * @throws IOException if there is none to be had
   */
  public void startThread() throws IOException {
    GuardPage watched = NativeGuard.load(List.of());
    heartbeat.use(watched);
    disarm();
    // Armed anew at the next look, as the native part is armed.
    launch = null;
    addresses = Set.of();
    inJava = null;
    page = watched;
  }

  private static SuddenDeathGuard withLibrary(
      List<Path> folders, Consumer<String> warn, Runnable revive) {
    try {
      return new SuddenDeathGuard(NativeGuard.load(folders), null, revive);
    } catch (IOException | RuntimeException | LinkageError e) {
      warn.accept(
          "perennial.guard=native: the native guard cannot be used ("
              + e.getMessage()
              + "); the one in Java watches instead, which may come too late in a full heap with G1"
              + " or ZGC, and does not see a lack of threads or files; perennial.guard=java says"
              + " that this is known"
              + (NativeGuard.wantsThread() ? "; a thread is asked for again and again" : ""));
      return inJavaAlone(revive);
    }
  }

  private static SuddenDeathGuard inJavaAlone(Runnable revive) {
    GuardPage page = new GuardPage(ByteBuffer.allocateDirect(GuardPage.BYTES));
    return new SuddenDeathGuard(page, new JavaGuard(page), revive);
  }

  @Override
  public boolean isNative() {
    return inJava == null;
  }

  /** Returns one reading of each resource; its value is 0 while that is not exhausted. */
  public List<Reading> readings() {
    long kinds = page.get(GuardPage.KINDS);
    List<Reading> readings = new ArrayList<>(Exhaustion.values().length);
    for (Exhaustion kind : Exhaustion.values()) {
      double figure = Math.max(1, page.get(kind.slot));
      double value = (kinds & kind.bit) == 0 ? 0 : kind.isShare() ? figure / 1000 : figure;
      readings.add(new Reading(kind.indicator, value, 0, kind.isShare() ? "ratio" : "refusals"));
    }
    return readings;
  }

  @Override
  public boolean isCritical() {
    return page.get(GuardPage.KINDS) != 0;
  }

  @Override
  public void turn(Standing standing, long sessions) {
    page.put(GuardPage.STANDING, standing.code);
    page.put(GuardPage.SESSIONS, sessions);
    page.raise(GuardPage.TURN);
  }

  @Override
  public boolean arm(EmergencyLaunch next, Set<ListenAddress> listening) {
    EmergencyLaunch prepared = launch == null ? prepare(next) : launch;
    if (over || prepared == null) {
      return false;
    }
    if (!addresses.equals(listening)) {
      page.put(GuardPage.ARMED, 0);
      page.addresses(
          listening.stream()
              .filter(TcpAddress.class::isInstance)
              .map(address -> address((TcpAddress) address))
              .toList());
      addresses = Set.copyOf(listening);
    }
    JavaGuard java = inJava;
    if (java != null) {
      java.arm(prepared, listening);
    }
    page.put(GuardPage.ARMED, over ? 0 : 1);
    return true;
  }

  private @Nullable EmergencyLaunch prepare(EmergencyLaunch next) {
    launch = inJava != null || NativeGuard.prepare(next.block()) == 0 ? next : null;
    return launch;
  }

  @Override
  public void disarm() {
    page.put(GuardPage.ARMED, 0);
  }

  /** Forbids it for good: this process is told to stop. Allocates nothing. Thread-safe. */
  public void stop() {
    over = true;
    page.put(GuardPage.ARMED, 0);
  }

  private static GuardPage.Address address(TcpAddress from) {
    byte[] ip = new byte[16];
    InetAddress address = from.address();
    if (!address.isAnyLocalAddress()) {
      byte[] raw = address.getAddress();
      System.arraycopy(raw, 0, ip, 16 - raw.length, raw.length);
      if (address instanceof Inet4Address) {
        ip[10] = (byte) 0xff;
        ip[11] = (byte) 0xff;
      }
    }
    return new GuardPage.Address(ip, from.port(), from.text());
  }
}
