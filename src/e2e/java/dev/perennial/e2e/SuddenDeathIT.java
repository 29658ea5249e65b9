package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Program;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import dev.perennial.testing.http.HttpFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A JVM that has used up a resource and can do nothing more is restarted in place, where that is
 * allowed; one that merely works hard is left alone. How fast is measured by {@code src/bench/run
 * --sudden-death}.
 */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
@Tag("jvm")
final class SuddenDeathIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /**
   * What is told of a full heap: on a busy machine nothing but collections may run before the first
   * refusal.
   */
  private static final String FULL_HEAP =
      "emergency restart: (heap exhausted|hardly anything but garbage collections ran)";

  /** Any user but root; a limit on threads does not hold for root. */
  private static final int FIRST_OTHER_USER = 61_234;

  private static final AtomicInteger USERS = new AtomicInteger();

  private static final Pattern HAS_SESSIONS = Pattern.compile("\"sessions\": ?[1-9]");
  private static final Pattern UPTIME = Pattern.compile("\"uptimeSeconds\": ?([0-9.]+)");

  /** A healthy program is looked at for longer than the guard's longest window, which is 10 s. */
  private static final Duration LEFT_ALONE = Duration.ofSeconds(12);

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"Serial, 64m", "Parallel, 256m", "G1, 64m", "Z, 256m", "Shenandoah, 64m"})
  void aFullHeapIsRestartedInPlace(String collector, String heap) throws Exception {
    restartsWhenTheHeapIsFull(collector, heap);
  }

  @Tag("full")
  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"Serial, 256m", "Parallel, 64m", "G1, 256m", "Z, 64m", "Shenandoah, 256m"})
  void aFullHeapOfTheOtherSizeIsRestartedInPlaceToo(String collector, String heap)
      throws Exception {
    restartsWhenTheHeapIsFull(collector, heap);
  }

  private static void restartsWhenTheHeapIsFull(String collector, String heap) throws Exception {
    assumeHas(collector);
    try (Cluster cluster = cluster("full-heap-" + collector + heap)) {
      Server server = dying(cluster, "heap");
      server.jvmOptions.addAll(List.of("-XX:+Use" + collector + "GC", "-Xmx" + heap));

      dieAndComeBack(cluster, server, FULL_HEAP);
    }
  }

  @Test
  void withoutTheNativePartAGuardInJavaIsReady() throws Exception {
    try (Cluster cluster = cluster("guard-in-java")) {
      Server server = dying(cluster, "heap");
      server.settings.put("perennial.guard", "java");

      cluster.start(server);

      // What it saves, and how late, depends on collector and machine: the bench tells.
      awaitLog(server, "the guard is ready, in Java alone");
    }
  }

  @Test
  void aLackOfFileDescriptorsEndsInARestart() throws Exception {
    try (Cluster cluster = cluster("no-files")) {
      Server server = dying(cluster, "files");
      server.launcher.addAll(List.of("sh", "-c", "ulimit -n 400; exec \"$0\" \"$@\""));

      dieAndComeBack(cluster, server, "emergency restart: no more file descriptors");
    }
  }

  @Test
  void aLackOfThreadsEndsInARestart() throws Exception {
    try (Cluster cluster = cluster("no-threads")) {
      Server server = dying(cluster, "threads");
      limitThreads(server);

      dieAndComeBack(cluster, server, "emergency restart: no more threads");
    }
  }

  private static void limitThreads(Server server) throws Exception {
    // The limit is one of all processes of a user, and each server needs its own.
    List<String> limited =
        List.of(
            "setpriv",
            "--reuid=" + (FIRST_OTHER_USER + USERS.getAndIncrement()),
            "--clear-groups",
            "prlimit",
            "--nproc=200");
    assumeRuns(limited, TestSetup.agentJar());
    for (Path folder : List.of(server.base, server.base.resolve("temp"))) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    server.launcher.addAll(limited);
  }

  /** Before the agent has come up: all it needs for a restart must be there by then. */
  @Test
  void aProgramThatUsesUpAllThreadsAtOnceIsRestartedToo() throws Exception {
    try (Cluster cluster = cluster("no-threads-at-once")) {
      Server server = dying(cluster, "threads-at-once");
      limitThreads(server);

      cluster.start(server);

      awaitLog(server, "emergency restart: no more threads");
      assertThat(server.agentLog()).contains("verdict CRITICAL: refusals of a thread");
      assertThat(server.isAlive()).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"work, G1", "large-arrays, Z"})
  void aHealthyProgramThatWorksItsHeapHardIsLeftAlone(String what, String collector)
      throws Exception {
    isLeftAlone(what, collector);
  }

  @Tag("full")
  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"work, Parallel", "work, Z", "large-arrays, G1"})
  void aHealthyProgramIsLeftAloneWithOtherCollectorsToo(String what, String collector)
      throws Exception {
    isLeftAlone(what, collector);
  }

  private static void isLeftAlone(String what, String collector) throws Exception {
    try (Cluster cluster = cluster("left-alone-" + what + collector)) {
      Server server = dying(cluster, what);
      server.jvmOptions.add("-XX:+Use" + collector + "GC");
      begin(cluster, server);

      staysAsItIs(server);
      assertThat(server.agentLog()).doesNotContain(": exhausted");
    }
  }

  @Test
  void nothingIsRestartedUnlessAutomatic() throws Exception {
    staysUnder("supervised");
  }

  @Test
  @Tag("full")
  void nothingIsRestartedUnderObserve() throws Exception {
    staysUnder("observe");
  }

  private static void staysUnder(String action) throws Exception {
    try (Cluster cluster = cluster("full-heap-" + action)) {
      Server server = dying(cluster, "heap");
      server.settings.put("perennial.action", action);
      // One thread collects then, and leaves the other processors alone.
      server.jvmOptions.addAll(List.of("-XX:+UseSerialGC", "-Xmx64m"));
      cluster.start(server);
      awaitLog(server, "no restart without duplexing now: perennial.action is " + action);
      die(server);

      staysAsItIs(server);
    }
  }

  @Test
  void aDyingTomcatKeepsItsListeningSocket() throws Exception {
    try (Cluster cluster = cluster("dying-tomcat")) {
      Server server = cluster.add("s1", "primary");
      WebApp.lay(cluster, server, "fill", List.of("Fill.java"));
      cluster.start();
      awaitLog(server, "the guard is ready");
      ExampleSession.open(server.httpPort).write(server.httpPort, "colour", "green");
      // A turn tells the guard first and reports then: after the next report the guard knows it.
      String counting = awaitReport(server, "");
      awaitReport(server, counting);
      long pid = server.pid();

      Http.get(server.httpPort, "/fill/begin");

      awaitLog(server, FULL_HEAP);
      cluster.awaitHttp(server);
      assertThat(server.pid()).isEqualTo(pid);
      assertThat(server.isAlive()).isTrue();
      assertThat(server.agentLog()).containsPattern("; [1-9]\\d* sessions are lost \\(L4\\)");
      String environment =
          Files.readString(Path.of("/proc/" + pid + "/environ")).replace('\0', '\n');
      assertThat(environment)
          .containsPattern("PERENNIAL_INHERITED_SOCKETS=" + pid + ";\\d+:.*:" + server.httpPort);
    }
  }

  /** Waits for a report with sessions in it, and returns when it was made, as an uptime. */
  private static String awaitReport(Server server, String other) {
    return Awaitility.await("a report with a session, later than " + other)
        .atMost(LIMIT)
        .until(
            () -> {
              String report = Http.get(server.agentPort, "/cluster").body();
              Matcher made = UPTIME.matcher(report);
              return made.find() && HAS_SESSIONS.matcher(report).find() ? made.group(1) : other;
            },
            made -> !made.equals(other));
  }

  /** Between the switch and the ordered restart, which waits for a client that sends slowly. */
  @Test
  void aServerThatDiesHandedOverKnowsWhereItsSessionsAre() throws Exception {
    try (Cluster cluster = cluster("dies-handed-over")) {
      Server server = cluster.add("s1", "primary");
      Server successor = cluster.add("s2", "spare");
      for (Server each : cluster.servers()) {
        WebApp.lay(cluster, each, "fill", List.of("Fill.java"));
      }
      cluster.start();
      awaitLog(server, "the guard is ready");
      ExampleSession session = ExampleSession.open(server.httpPort);
      session.write(server.httpPort, "colour", "green");
      Path trigger = server.base.resolve("trigger");
      Path note = server.base.resolve("agent/handover.note");
      Http.get(server.httpPort, "/fill/begin?when=" + trigger);
      long pid = server.pid();
      Thread slow = new Thread(() -> sendWithoutEnd(server.httpPort));
      slow.setDaemon(true);
      slow.start();
      server.call(Server.SERVER_BEAN, "rejuvenate");
      awaitLog(server, "stage REJUVENATING");
      Awaitility.await("hand-over note").atMost(LIMIT).until(() -> Files.exists(note));

      Files.createFile(trigger);

      // The old life relays until its connectors rest; after that it is the next life that answers.
      // In between, whoever is being answered by a dying server is cut off.
      Awaitility.await("the session of the server that dies")
          .atMost(LIMIT)
          .ignoreExceptionsInstanceOf(HttpFailure.class)
          .untilAsserted(() -> session.expect(server.httpPort, "colour", "green"));
      awaitLog(server, FULL_HEAP + ".*; no session is lost: they had been handed over to s2");
      assertThat(server.pid()).isEqualTo(pid);
      session.write(server.httpPort, "colour", "blue");
      session.expect(successor.httpPort, "colour", "blue");
      assertThat(note).doesNotExist();
      cluster.awaitStage(server, "IN_SERVICE");
    }
  }

  /** The restart waits for the end of this request; it begins none yet that the agent could see. */
  private static void sendWithoutEnd(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write("GET / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
      while (true) {
        out.write('x');
        LockSupport.parkNanos(200_000_000);
      }
    } catch (IOException e) {
      System.out.println("cut by the restart: " + e);
    }
  }

  private static Cluster cluster(String test) throws IOException {
    return Clusters.of(test, "11")
        .with("perennial.action", "automatic")
        .with("perennial.emergency", "restart")
        // Also in a heap in which there would be none: a member must survive its end.
        .with("perennial.cluster.least-heap", "0");
  }

  private static Server dying(Cluster cluster, String what) throws IOException {
    Server server = cluster.add("s1", "primary");
    String classPath =
        DyingProgram.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    server.program.addAll(List.of("-cp", classPath, DyingProgram.class.getName(), what));
    return server;
  }

  private static void dieAndComeBack(Cluster cluster, Server server, String regex)
      throws Exception {
    begin(cluster, server);
    long pid = server.pid();
    awaitLog(server, regex);
    Awaitility.await("second life, see " + server.log())
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(
            () -> lives(server) == 2 && told(server, "history.txt") && told(server, "audit.log"));
    assertThat(server.isAlive()).isTrue();
    assertThat(server.pid()).isEqualTo(pid);
  }

  private static boolean told(Server server, String file) throws IOException {
    String text = Files.readString(server.base.resolve("agent").resolve(file));
    return text.contains("emergency restart") || text.contains("outcome=emergency+restart");
  }

  private static void begin(Cluster cluster, Server server) throws Exception {
    cluster.start(server);
    awaitLog(server, "the guard is ready");
    die(server);
  }

  private static void staysAsItIs(Server server) {
    Awaitility.await("one life, see " + server.log())
        .during(LEFT_ALONE)
        .atMost(LEFT_ALONE.multipliedBy(3))
        .until(() -> server.isAlive() && lives(server) == 1);
  }

  private static void die(Server server) throws IOException {
    server.process().getOutputStream().write('x');
    server.process().getOutputStream().flush();
    Awaitility.await().atMost(LIMIT).until(() -> said(server, "dies") == 1);
  }

  private static long lives(Server server) throws IOException {
    return said(server, "life");
  }

  private static long said(Server server, String word) throws IOException {
    try (Stream<String> lines = Files.lines(server.log())) {
      return lines.filter(line -> line.equals(word)).count();
    }
  }

  private static void awaitLog(Server server, String regex) {
    Pattern pattern = Pattern.compile(regex);
    Awaitility.await("\"" + regex + "\", see " + server.log())
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> pattern.matcher(server.agentLog()).find());
  }

  private static void assumeHas(String collector) throws Exception {
    String java = TestSetup.java().toString();
    Program asked = Program.run(List.of(java, "-XX:+Use" + collector + "GC", "-version"), Map.of());
    skipUnless(asked.status() == 0, "this JDK has no " + collector);
  }

  private static void assumeRuns(List<String> launcher, Path reads) throws Exception {
    List<String> command = new ArrayList<>(launcher);
    command.addAll(List.of("test", "-r", reads.toString()));
    boolean runs;
    try {
      runs = Program.run(command, Map.of()).status() == 0;
    } catch (IOException e) {
      runs = false;
    }
    skipUnless(
        runs,
        "threads can only be limited by root, with setpriv and prlimit, and where other users can"
            + " read "
            + reads);
  }

  private static void skipUnless(boolean can, String why) {
    if (!can) {
      System.out.println("SKIPPED: " + why);
      Assumptions.abort(why);
    }
  }
}
