package dev.perennial.agent.boot;

import dev.perennial.agent.restart.JdkWarnings;
import dev.perennial.agent.server.CertificateWatch;
import dev.perennial.agent.server.ServerIdentity;
import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.Settings;
import dev.perennial.agent.settings.Sources;
import dev.perennial.coordinator.hazelcast.ClusterSettings;
import dev.perennial.coordinator.hazelcast.LastingRosterStore;
import dev.perennial.coordinator.hazelcast.SecretDoubts;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Plan;
import dev.perennial.coordinator.roster.PlanPolicy;
import dev.perennial.coordinator.secret.MemberCertificates;
import dev.perennial.coordinator.standalone.Standalone;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A coordinator without an application: it has a vote, and plans where it is the oldest member. */
public final class CoordinatorMain {
  private static final String OUT_OF_MEMORY =
      "perennial: the cluster member found no memory and goes on; give this process more (-Xmx)";

  private static final int USAGE = 2;
  private static final int FAILED = 3;

  private static final String HELP =
      """
      A coordinator of its own: it has a vote, and plans where it is the oldest member.

        java -jar perennial-agent.jar coordinator server=NAME cluster.members=HOST:PORT;HOST:PORT ...

      It takes the keys cluster.*, mode, server, secret.*, quiet.* and min-uptime; the README lists
      them. Give it the servers' mode, cluster.name and secret.
      """;

  private CoordinatorMain() {}

  /**
   * Runs until the process is told to stop.
   *
   * @param args settings, key=value each
   * @return the exit status: 0 done, 2 wrong settings, 3 it could not join the cluster
   */
  public static int run(String[] args) {
    if (List.of(args).contains("--help")) {
      System.out.print(HELP);
      return 0;
    }
    Settings settings = Settings.read(Sources.ofThisProcess(String.join(",", args)));
    if (!settings.mistakes().isEmpty()) {
      settings.mistakes().forEach(mistake -> System.err.println("perennial: " + mistake));
      return USAGE;
    }
    JdkWarnings.silenceUnsafe();
    String name = ServerIdentity.of(settings).name();
    PlanPolicy policy = SettingsMapping.plan(settings);
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(AgentThreads.daemon("perennial-coordinator"));
    AtomicReference<Runnable> wake = new AtomicReference<>(() -> {});
    CountDownLatch stopped = new CountDownLatch(1);
    try {
      ClusterSettings cluster = SettingsMapping.cluster(settings, name, true);
      if (cluster.secret().certificates() instanceof MemberCertificates own) {
        CertificateWatch watch = watch(own, name, cluster.cluster());
        var unused = timer.scheduleWithFixedDelay(watch::look, 0, 1, TimeUnit.MINUTES);
      }
      LastingRosterStore store =
          LastingRosterStore.open(
              cluster,
              CoordinatorMain.class.getClassLoader(),
              System::nanoTime,
              new Words(wake),
              new SecretDoubts(System::nanoTime));
      Standalone standalone =
          new Standalone(
              name,
              settings.choice(Key.MODE, Mode.class),
              store,
              view -> Plan.plan(view, policy),
              InstantSource.system(),
              timer,
              System.out::println);
      wake.set(standalone::wake);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    standalone.close();
                    store.close();
                    stopped.countDown();
                  },
                  "perennial-stop"));
      standalone.start();
      stopped.await();
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } catch (RuntimeException e) {
      System.err.println("perennial: " + e.getMessage());
      return FAILED;
    }
  }

  /** There is nobody to alert but who reads the lines. */
  private static CertificateWatch watch(MemberCertificates own, String name, String cluster) {
    return new CertificateWatch(
        name,
        cluster,
        new CertificateWatch.Source(own::words, own::concern, own::tolerated),
        System.out::println,
        System.out::println,
        alerts -> {},
        InstantSource.system());
  }

  /** Its store's listener. */
  private record Words(AtomicReference<Runnable> wake) implements LastingRosterStore.Listener {
    @Override
    public void log(String line) {
      System.out.println(line);
    }

    @Override
    public void changed() {
      wake.get().run();
    }

    /** The line that is logged says it. */
    @Override
    public void refused(String proof) {}

    @Override
    public void outOfMemory(OutOfMemoryError error) {
      System.err.println(OUT_OF_MEMORY);
    }

    /** The line that is logged says it. */
    @Override
    public void failed(Throwable error) {}
  }
}
