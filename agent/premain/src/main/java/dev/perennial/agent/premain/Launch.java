package dev.perennial.agent.premain;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.Map;

/**
 * Starts the agent: what must be there before the application's first class, on the calling thread;
 * all else on a thread of its own.
 */
final class Launch {
  /**
   * Says to everybody in this JVM, and to who wants to attach, that the agent is there; its value
   * is the agent's version.
   */
  static final String PRESENT = "perennial.agent.version";

  /** Requests and binds of a restarted JVM wait so long for the agent, at most. */
  private static final long PATIENCE_MILLIS = 30_000;

  private Launch() {}

  static void launch(String args, Instrumentation instrumentation, boolean attached)
      throws Exception {
    Map<String, String> environment = System.getenv();
    Switches switches = Switches.read(args, System.getProperties(), environment);
    if (switches.isOff()) {
      return;
    }
    String command = System.getProperty("sun.java.command", "");
    if (!switches.isOnExplicitly() && JdkTools.isInjectedInto(command, environment)) {
      Agent.say("not started in a JDK tool; -Dperennial.enabled=true starts it there too");
      return;
    }
    Path jar = jar();
    RuntimeLoader runtime = new RuntimeLoader(jar);
    if (!switches.isOnExplicitly() && runtime.tools().isTool(command)) {
      // Its output is read by scripts.
      return;
    }
    if (Bridge.isThere()) {
      System.err.println("perennial: the agent is in this JVM already; once is enough");
      return;
    }
    Bridge bridge = Bridge.define(runtime, instrumentation);
    System.setProperty(PRESENT, runtime.version());
    guardFirst(runtime, instrumentation, switches);

    FormerLife former = FormerLife.of(environment);
    boolean restarted = former.isThere() && !attached;
    if (restarted) {
      bridge.expectRuntime(PATIENCE_MILLIS);
    }
    forget(former, attached);
    TargetFilter filter = new TargetFilter(new LazyWeaver(runtime), runtime.weaves(), restarted);
    instrumentation.addTransformer(filter, true);
    // From Java 24 on an AOT cache may have loaded classes of the application before this; another
    // agent may have loaded the JDK's network classes. Both must be woven before main.
    if (restarted || Runtime.version().feature() >= 24) {
      filter.retransformLoaded(instrumentation);
    }
    new StartThread(
            new StartThread.Origin(args, jar, attached, former.variables()),
            instrumentation,
            bridge,
            runtime,
            filter)
        .start();
  }

  private static void forget(FormerLife former, boolean attached) {
    if (former.variables().isEmpty()) {
      return;
    }
    try {
      if (attached) {
        FormerLife.blank();
      } else {
        FormerLife.forget();
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      System.err.println(
          "perennial: the application and its child processes see variables of the agent"
              + " (PERENNIAL_SECRET, or what the life before has left): "
              + e);
    }
  }

  /**
   * Before anything of the application runs, which may use up all threads at once. Where it fails
   * the runtime tries again, and says so.
   */
  private static void guardFirst(
      RuntimeLoader runtime, Instrumentation instrumentation, Switches switches) {
    try {
      runtime
          .loadClass("dev.perennial.agent.boot.FirstOfAll")
          .getMethod("begin", Instrumentation.class, String.class, String.class)
          .invoke(null, instrumentation, switches.guard(), switches.logDir());
    } catch (ReflectiveOperationException | LinkageError e) {
      Agent.failed(e);
    }
  }

  private static Path jar() throws Exception {
    return new File(Launch.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toPath()
        .toAbsolutePath();
  }
}
