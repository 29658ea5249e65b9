package dev.perennial.agent.premain;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * Where the JVM enters the agent. Whatever goes wrong, the application starts as if the agent were
 * not there: nothing is ever thrown, one line on the error stream tells what to do.
 *
 * <p>This one class is compiled for Java 8, so that an older JVM gets that line and not a refusal
 * to start.
 */
public final class Agent {
  private static final int MIN_JAVA = 17;

  private Agent() {}

  /** Called before the application's main method, for {@code -javaagent}. */
  public static void premain(String args, Instrumentation instrumentation) {
    enter(args, instrumentation, false);
  }

  /** Called in a running JVM, after an attach. */
  public static void agentmain(String args, Instrumentation instrumentation) {
    enter(args, instrumentation, true);
  }

  private static void enter(String args, Instrumentation instrumentation, boolean attached) {
    try {
      if (javaVersion() < MIN_JAVA) {
        say("needs Java " + MIN_JAVA + " or later, this is " + System.getProperty("java.version"));
        return;
      }
      Class.forName("dev.perennial.agent.premain.Launch")
          .getDeclaredMethod("launch", String.class, Instrumentation.class, boolean.class)
          .invoke(null, args, instrumentation, attached);
    } catch (InvocationTargetException e) {
      failed(e.getCause());
    } catch (Throwable e) {
      failed(e);
    }
  }

  private static int javaVersion() {
    String version = System.getProperty("java.specification.version", "0");
    return version.startsWith("1.") ? 8 : Integer.parseInt(version);
  }

  static void failed(Throwable error) {
    say("could not start: " + error + "; -Dperennial.enabled=false leaves it out");
  }

  /** Says something to people, on one line of the error stream. */
  static void say(String message) {
    try {
      System.err.println("perennial: " + message + " (the application runs on without the agent)");
    } catch (Throwable e) {
      // Not even that can be said.
    }
  }
}
