package dev.perennial.agent.boot;

import dev.perennial.agent.decoration.Decoration;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.restart.InheritedSockets;
import dev.perennial.agent.server.ServerIdentity;
import dev.perennial.agent.settings.Settings;
import dev.perennial.agent.settings.Sources;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Lives that begin in this JVM, in which no agent was loaded. */
final class Starts {
  private static final Instrumentation NONE =
      (Instrumentation)
          Proxy.newProxyInstance(
              Starts.class.getClassLoader(),
              new Class<?>[] {Instrumentation.class},
              (proxy, method, args) -> {
                throw new AssertionError(method);
              });

  private Starts() {}

  /** Begins one as server "a". */
  static Start of(Path directory, String args, OutputStream said) {
    return of(
        directory,
        args,
        new Start.Loading(NONE, Path.of("/opt/agent.jar"), args, false, Map.of()),
        said);
  }

  /** Begins one as server "a", of an agent that came into a JVM in a way of its own. */
  static Start attached(Path directory, String args) {
    return of(
        directory,
        args,
        new Start.Loading(NONE, Path.of("/opt/agent.jar"), args, true, Map.of()),
        OutputStream.nullOutputStream());
  }

  private static Start of(Path directory, String args, Start.Loading loading, OutputStream said) {
    String all = "server=a,log.dir=" + directory + (args.isEmpty() ? "" : "," + args);
    Settings settings = Settings.read(new Sources(all, new Properties(), Map.of()));
    if (!settings.mistakes().isEmpty()) {
      throw new IllegalArgumentException(settings.mistakes().toString());
    }
    return new Start(
        settings,
        ServerIdentity.of(settings),
        Log.toStream(InstantSource.system(), new PrintStream(said, true, StandardCharsets.UTF_8)),
        loading,
        InheritedSockets.of(Map.of(), ProcessHandle.current().pid(), NONE),
        Optional.empty(),
        Decoration.NONE);
  }
}
