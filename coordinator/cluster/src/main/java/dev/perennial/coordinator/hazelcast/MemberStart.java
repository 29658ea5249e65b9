package dev.perennial.coordinator.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceFactory;
import com.hazelcast.logging.Logger;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.secret.Handshake;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;

/** Starts a member, or says in one sentence why it cannot be one. */
final class MemberStart {
  static final Duration HANDSHAKE_DEADLINE = Duration.ofSeconds(3);

  private MemberStart() {}

  /** Blocks until it has joined: some seconds. */
  static HazelcastInstance start(
      ClusterSettings settings,
      Protocol ours,
      ClassLoader loader,
      LongSupplier nanoTime,
      RateLimitedLog log,
      Refusals refusals,
      AbandonedChannels abandoned) {
    Handshake handshake =
        new Handshake(
            settings.secret().keys("members"), settings.cluster(), HANDSHAKE_DEADLINE, nanoTime);
    Sealing sealing = new Sealing();
    SecretContext context =
        new SecretContext(
            new SecretInterceptor(handshake, refusals, abandoned, sealing),
            abandoned,
            sealing,
            new MemberLog(log));
    FutureTask<HazelcastInstance> join =
        new FutureTask<>(
            () -> {
              // First of all: later classes would fall back to java.util.logging.
              Logger.newLoggerFactory("none");
              return HazelcastInstanceFactory.newHazelcastInstance(
                  MemberConfig.of(settings, loader, ours), null, context);
            });
    try {
      return await(join, loader);
    } catch (ExecutionException e) {
      throw explain(settings, e.getCause() == null ? e : e.getCause());
    }
  }

  /**
   * Most of Hazelcast's threads take after the one that starts them: a daemon, so that they do not
   * keep an application from ending. For the others see {@link LastThreads}.
   */
  private static HazelcastInstance await(FutureTask<HazelcastInstance> join, ClassLoader loader)
      throws ExecutionException {
    Thread thread = new Thread(join, "perennial-join");
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return join.get();
        } catch (InterruptedException e) {
          // Joining is bounded, and half a member must not be left behind.
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * A member whose secret a peer refuses does not fail: it gives up and starts as a cluster of one,
   * which may then be one of two. So it must not live, for as long as its secret is in doubt.
   */
  static void mustNotBeAloneForTheSecret(
      HazelcastInstance instance, ClusterSettings settings, Refusals refusals, RateLimitedLog log) {
    String refusedBy = refusals.refusedBy();
    if (instance.getCluster().getMembers().size() > 1 || refusedBy == null) {
      return;
    }
    if (refusals.doubts().forbidToBeAlone()) {
      instance.getLifecycleService().terminate();
      throw new ClusterException(
          "%s; this server's secret comes from %s and its cluster is '%s': both must be the same on all servers"
              .formatted(refusedBy, settings.secret().source(), settings.cluster()));
    }
    log.log(
        "doubt",
        "cluster: begun without the others, although "
            + refusedBy
            + ": either this server's is not theirs, or somebody else answers at that address");
  }

  private static ClusterException explain(ClusterSettings settings, Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      String message = String.valueOf(t.getMessage());
      if (t instanceof ClusterException known) {
        return known;
      }
      if (message.contains("already in use")) {
        return new ClusterException(
            "perennial.cluster.port: %d on %s is in use by another process; give this server another port from 1 to 65535, or end that process"
                .formatted(settings.port(), settings.bind()),
            e);
      }
      if (t instanceof BindException || message.contains("Cannot assign requested address")) {
        return new ClusterException(
            "perennial.cluster.bind: %s:%d cannot be bound (%s); give the address of one of this machine's interfaces and a free port"
                .formatted(settings.bind(), settings.port(), message),
            e);
      }
    }
    return new ClusterException("the cluster member cannot start: " + Trouble.of(e), e);
  }
}
