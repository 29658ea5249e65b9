package dev.perennial.agent.restart;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Starts this JVM anew: the same command line in the same process, with its listening sockets kept.
 * Made once, early, while all is well; what it needs later it loads and tries now. Then, in this
 * order: {@link #check}, {@link #keepSockets}, {@link #arm}, {@link #restart}. Thread-safe.
 */
public final class RestartInPlace {
  private static final int RESERVED_DESCRIPTORS = 9;

  private final RestartAbility ability;
  private final ProcessEnd end;
  private final RestartSettings settings;
  private final @Nullable Exec exec;
  private final Object rehearsing = new Object();
  private volatile @Nullable Rehearsed rehearsed;

  /** What exec needs; the secret, if this life had one from its environment. */
  private record Exec(
      Launch launch,
      Descriptors descriptors,
      DescriptorReserve reserve,
      FormerChildren children,
      Optional<SecretHandOver> secret,
      int pid) {}

  /** How the last rehearsal ended, and of what it was one. */
  private record Rehearsed(Object of, Rehearsal.Outcome outcome) {}

  private RestartInPlace(
      RestartAbility ability, RestartSettings settings, ProcessEnd end, @Nullable Exec exec) {
    this.ability = ability;
    this.settings = settings;
    this.end = end;
    this.exec = exec;
  }

  /**
   * Finds out what this process can do, and makes it ready: takes some 100 ms, so not on the
   * application's thread. Loads JNA, and JNA java.util.logging: see {@link #mayPrepare}. JDK 24 and
   * later warn of that unless {@link JdkWarnings} was there first. Starts one thread. Throws
   * nothing.
   *
   * @param agentJar which the next life is started from, too
   * @param secret that this life had from its environment, which has it no more afterwards
   */
  public static RestartInPlace prepare(
      RestartSettings settings,
      Instrumentation instrumentation,
      Path agentJar,
      Optional<SecretHandOver> secret) {
    if (settings.strategy() != RestartStrategy.EXEC) {
      secret.ifPresent(SecretHandOver::forget);
    }
    ProcessEnd end = new ProcessEnd(settings.exitStatus(), settings.stopLimit());
    return switch (settings.strategy()) {
      case NONE ->
          new RestartInPlace(
              new RestartAbility.None("perennial.restart=none"), settings, end, null);
      case EXIT ->
          new RestartInPlace(
              new RestartAbility.ExitOnly("perennial.restart=exit"), settings, end, null);
      case EXEC -> prepareExec(settings, end, instrumentation, agentJar, secret);
    };
  }

  /**
   * Tells whether {@link #prepare} may be called: not while the application has named a log manager
   * of its own and not come to load it, for the JDK takes the first use of logging for the
   * application's; and not while no descriptor is to be had, for what fails then fails for a life.
   */
  public static boolean mayPrepare(Instrumentation instrumentation) {
    if (!hasDescriptor()) {
      return false;
    }
    if (System.getProperty("java.util.logging.manager") == null) {
      return true;
    }
    for (Class<?> loaded : instrumentation.getInitiatedClasses(null)) {
      if (loaded.getName().equals("java.util.logging.LogManager")) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasDescriptor() {
    try (FileInputStream any = new FileInputStream("/dev/null")) {
      return any.getFD().valid();
    } catch (IOException e) {
      // Where there is no such file, as on other systems, that is not what it says.
      return !String.valueOf(e.getMessage()).contains("Too many open files");
    }
  }

  private static RestartInPlace prepareExec(
      RestartSettings settings,
      ProcessEnd end,
      Instrumentation instrumentation,
      Path agentJar,
      Optional<SecretHandOver> secret) {
    String obstacle = Platform.obstacle();
    if (obstacle != null) {
      return withoutExec(obstacle, settings, end);
    }
    var unused = JnaCleaner.begin();
    try {
      Environment.forget();
      JdkInternals internals = new JdkInternals(instrumentation);
      Launch launch = Launch.read(agentJar);
      obstacle = Platform.foreignLauncher(launch.program(), launch.arguments().strings());
      if (obstacle != null) {
        return withoutExec(obstacle, settings, end);
      }
      int pid = Libc.getpid();
      Exec exec =
          new Exec(
              launch,
              new Descriptors(),
              new DescriptorReserve(RESERVED_DESCRIPTORS),
              FormerChildren.find(pid),
              secret,
              pid);
      exec.descriptors().listening();
      ProcessImage.rehearse();
      internals.registerLastShutdownHook(end::afterHooks);
      return new RestartInPlace(new RestartAbility.Exec(), settings, end, exec);
    } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError e) {
      return withoutExec(FailureText.of(e), settings, end);
    }
  }

  /** An end that nobody makes good is no restart. */
  private static RestartInPlace withoutExec(
      String reason, RestartSettings settings, ProcessEnd end) {
    Supervisor supervisor = supervisor(settings);
    return new RestartInPlace(
        supervisor.isKnown()
            ? new RestartAbility.ExitOnly(reason + "; " + supervisor.text())
            : new RestartAbility.None(notByExit(reason, supervisor)),
        settings,
        end,
        null);
  }

  private static Supervisor supervisor(RestartSettings settings) {
    return new SupervisorFiles(Path.of("/")).supervisor(settings.exitStatus());
  }

  private static String notByExit(String reason, Supervisor supervisor) {
    return reason
        + "; and nobody is known to start it again ("
        + supervisor.text()
        + "): where somebody does, set perennial.restart=exit";
  }

  /** Returns what this process can do. */
  public RestartAbility ability() {
    return ability;
  }

  /**
   * Remembers the archives that are open now, so that {@link #check} sees a change of them, too. To
   * be called when the application is up.
   */
  public void watchOpenArchives() {
    if (exec != null) {
      exec.launch().files().watch(LaunchPaths.openArchives());
    }
  }

  /** Returns all that speaks against a restart now; empty if nothing does. Reads the disk. */
  public List<Veto> check() {
    if (ability instanceof RestartAbility.None none) {
      return List.of(new Veto(Veto.Kind.IMPOSSIBLE, none.reason()));
    }
    if (ability instanceof RestartAbility.ExitOnly exit) {
      return List.of(new Veto(Veto.Kind.NO_EXEC, exit.reason()));
    }
    return exec == null ? List.of() : ofLaunch(exec.launch());
  }

  private List<Veto> ofLaunch(Launch launch) {
    List<Veto> vetoes = new ArrayList<>();
    for (Veto veto : launch.check()) {
      Supervisor supervisor =
          veto.kind() == Veto.Kind.NO_EXEC ? supervisor(settings) : new Supervisor(true, "");
      vetoes.add(
          supervisor.isKnown()
              ? veto
              : new Veto(Veto.Kind.IMPOSSIBLE, notByExit(veto.text(), supervisor)));
    }
    Rehearsed last = rehearsed;
    if (last != null && !last.outcome().obstacle().isEmpty()) {
      vetoes.add(new Veto(Veto.Kind.IMPOSSIBLE, last.outcome().obstacle()));
    }
    return List.copyOf(vetoes);
  }

  /**
   * Starts a JVM as the next life would be started, once, and again only if what it is started with
   * has changed; {@link #check} tells what came of it. Takes up to 30 s.
   */
  public void rehearse() {
    if (exec == null || !settings.rehearse()) {
      return;
    }
    synchronized (rehearsing) {
      Launch launch = exec.launch();
      JvmOptions options = launch.options();
      Object inputs = List.of(options, launch.files().now());
      Rehearsed last = rehearsed;
      if (last == null || !last.of().equals(inputs)) {
        rehearsed =
            new Rehearsed(
                inputs, Rehearsal.of(launch.program(), options, new FreeMemory(Path.of("/"))));
      }
    }
  }

  /**
   * Reaps those child processes of former lives that have ended.
   *
   * @return how many have
   */
  public int reapFormerChildren() {
    return exec == null ? 0 : exec.children().reap();
  }

  /** Returns what {@link #check} does not look at, in words. */
  public List<String> notChecked() {
    if (exec == null) {
      return List.of();
    }
    List<String> open = new ArrayList<>(exec.launch().notChecked());
    open.add("what agents and the application itself read");
    Rehearsed last = rehearsed;
    String rehearsal = "whether a JVM starts with the same options";
    if (!settings.rehearse()) {
      open.add(rehearsal + " (perennial.restart.rehearse=false)");
    } else if (last == null) {
      open.add(rehearsal + " (tried once the application is up)");
    } else if (!last.outcome().unknown().isEmpty()) {
      open.add(rehearsal + " (" + last.outcome().unknown() + ")");
    }
    return List.copyOf(open);
  }

  /**
   * Keeps the sockets that listen at these addresses, of recognised connectors: all others are
   * closed on exec. From now on they have the largest backlog.
   *
   * @throws IOException if a socket that is there cannot be kept
   */
  public KeptSockets keepSockets(Set<ListenAddress> addresses) throws IOException {
    return exec == null
        ? KeptSockets.none(addresses)
        : KeptSockets.keep(addresses, exec.descriptors(), exec.reserve());
  }

  /**
   * Returns how many accepted connections are open at the kept sockets. After {@link
   * KeptSockets#quiet} no more come: when there are none left, a restart breaks none.
   *
   * @throws IOException if the descriptors cannot be listed
   */
  public int openConnections(KeptSockets sockets) throws IOException {
    return exec == null ? 0 : exec.descriptors().connections(sockets.addresses());
  }

  /**
   * Makes the next {@link #restart} one in place.
   *
   * @param sockets to go on listening
   * @param note file for the next life, see {@link HandoverNote}; or null
   * @param agentOption "-javaagent:jar=settings" after an attach, otherwise the next life has no
   *     agent; null if the command line has it
   * @throws IllegalStateException if the JVM is shutting down, or it is armed already
   */
  public void arm(KeptSockets sockets, @Nullable Path note, @Nullable String agentOption) {
    if (exec == null) {
      armExit();
      return;
    }
    String secret = exec.secret().map(known -> known.byFile(exec.pid())).orElse(null);
    NativePaths secretFile = exec.secret().map(SecretHandOver::paths).orElse(null);
    try {
      end.arm(
          exec.launch().image(agentOption, sockets.description(exec.pid()), note, secret),
          sockets.kept(),
          new NativePaths(sockets.paths()),
          secretFile);
    } catch (RuntimeException | Error e) {
      if (secretFile != null) {
        secretFile.unlink();
      }
      throw e;
    }
  }

  /**
   * Makes the next {@link #restart} an end with the status for the supervisor.
   *
   * @throws IllegalStateException as {@link #arm}, or if this server is never to restart
   */
  public void armExit() {
    if (ability instanceof RestartAbility.None none) {
      throw new IllegalStateException("this server never restarts: " + none.reason());
    }
    end.arm(null, new int[0], null, null);
  }

  /**
   * Returns how the next life is started in an emergency, with no shutdown of this one; empty where
   * it cannot be restarted in place.
   *
   * @param agentOption as of {@link #arm}
   * @param note what the next life is told of the emergency, begun beforehand: {@link
   *     EmergencyLaunch#VARIABLE}, "=" and more
   * @param handover file of the hand-over note, which need not be there
   */
  public Optional<EmergencyLaunch> emergency(
      @Nullable String agentOption, String note, Path handover) {
    return exec == null
        ? Optional.empty()
        : Optional.of(
            new EmergencyLaunch(
                exec.launch(),
                agentOption,
                note,
                handover,
                exec.secret(),
                exec.descriptors(),
                exec.pid()));
  }

  /** Takes {@link #arm} back, unless the restart has begun. */
  public void disarm() {
    end.disarm();
  }

  /**
   * Runs the application's shutdown hooks, for as long as the stop limit lets them, and restarts.
   * Never returns normally. If the JVM is told to stop meanwhile (SIGTERM, SIGINT), it stops.
   *
   * @throws IllegalStateException if it is not armed, or the JVM already stops for another reason
   */
  public void restart() {
    end.order();
  }
}
