package dev.perennial.agent.premain;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Map;

/** Starts the runtime while the application starts. */
final class StartThread extends Thread {
  private static final String ENTRY = "dev.perennial.agent.boot.AgentRuntime";

  private final Origin origin;
  private final Instrumentation instrumentation;
  private final Bridge bridge;
  private final RuntimeLoader runtime;
  private final TargetFilter filter;

  /**
   * How the agent came into this JVM.
   *
   * @param left variables of the environment that the life before has left, by name
   */
  record Origin(String args, Path jar, boolean attached, Map<String, String> left) {
    Origin {
      args = args == null ? "" : args;
    }
  }

  StartThread(
      Origin origin,
      Instrumentation instrumentation,
      Bridge bridge,
      RuntimeLoader runtime,
      TargetFilter filter) {
    super("perennial-start");
    this.origin = origin;
    this.instrumentation = instrumentation;
    this.bridge = bridge;
    this.runtime = runtime;
    this.filter = filter;
    setDaemon(true);
    setContextClassLoader(runtime);
  }

  @Override
  public void run() {
    try {
      filter.retransformLoaded(instrumentation);
      filter.warmUp();
      filter.retransformLater(instrumentation);
      runtime
          .loadClass(ENTRY)
          .getMethod(
              "start", String.class, Instrumentation.class, Path.class, boolean.class, Map.class)
          .invoke(null, origin.args, instrumentation, origin.jar, origin.attached, origin.left);
    } catch (InvocationTargetException e) {
      failed(e.getCause());
    } catch (Throwable e) {
      failed(e);
    }
  }

  private void failed(Throwable error) {
    Agent.failed(error);
    try {
      bridge.release();
    } catch (ReflectiveOperationException e) {
      Agent.failed(e);
    }
  }
}
