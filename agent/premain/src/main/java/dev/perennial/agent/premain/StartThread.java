package dev.perennial.agent.premain;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;

/** Starts the runtime while the application starts. */
final class StartThread extends Thread {
  private static final String ENTRY = "dev.perennial.agent.boot.AgentRuntime";

  private final String args;
  private final Instrumentation instrumentation;
  private final Path jar;
  private final Bridge bridge;
  private final boolean attached;
  private final RuntimeLoader runtime;
  private final TargetFilter filter;

  StartThread(
      String args,
      Instrumentation instrumentation,
      Path jar,
      Bridge bridge,
      boolean attached,
      RuntimeLoader runtime,
      TargetFilter filter) {
    super("perennial-start");
    this.args = args == null ? "" : args;
    this.instrumentation = instrumentation;
    this.jar = jar;
    this.bridge = bridge;
    this.attached = attached;
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
      runtime
          .loadClass(ENTRY)
          .getMethod("start", String.class, Instrumentation.class, Path.class, boolean.class)
          .invoke(null, args, instrumentation, jar, attached);
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
