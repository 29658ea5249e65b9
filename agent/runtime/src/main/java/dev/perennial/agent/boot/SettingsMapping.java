package dev.perennial.agent.boot;

import dev.perennial.agent.alert.AlertSettings;
import dev.perennial.agent.clean.CleanSettings;
import dev.perennial.agent.duplex.DuplexSettings;
import dev.perennial.agent.duplex.UnmovablePolicy;
import dev.perennial.agent.evidence.EvidenceSettings;
import dev.perennial.agent.http.AccessToken;
import dev.perennial.agent.http.AgentCheckSettings;
import dev.perennial.agent.http.HttpSettings;
import dev.perennial.agent.restart.RestartSettings;
import dev.perennial.agent.restart.RestartStrategy;
import dev.perennial.agent.server.WarmUp;
import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.Origin;
import dev.perennial.agent.settings.Settings;
import dev.perennial.coordinator.handshake.Certificates;
import dev.perennial.coordinator.hazelcast.ClusterSettings;
import dev.perennial.coordinator.policy.Cure;
import dev.perennial.coordinator.policy.WhenToAct;
import dev.perennial.coordinator.rejuvenation.TimingSettings;
import dev.perennial.coordinator.roster.LeavePolicy;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.PlanPolicy;
import dev.perennial.coordinator.secret.ClusterSecret;
import dev.perennial.coordinator.secret.MemberCertificates;
import dev.perennial.coordinator.secret.SecretException;
import dev.perennial.coordinator.secret.SecretFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** From the list of keys to the settings of each part, but for the judge: {@link JudgeMapping}. */
final class SettingsMapping {
  /** What a rejuvenation takes, duplexing and return included, with room to spare. */
  private static final double REJUVENATION_SECONDS = 300;

  private static final Duration WARM_UP_LIMIT = Duration.ofMinutes(1);

  private SettingsMapping() {}

  static PlanPolicy plan(Settings settings) {
    return PlanPolicy.defaults()
        .withCapacity(
            settings.number(Key.CLUSTER_MAX_OUT),
            settings.number(Key.CLUSTER_MIN_AVAILABLE),
            settings.number(Key.CLUSTER_MAX_PER_HOUR))
        .withTiming(timing(settings));
  }

  static WhenToAct whenToAct(Settings settings) {
    return new WhenToAct(
        settings.windows(),
        settings.ratio(Key.QUIET_LOAD),
        settings.duration(Key.QUIET_WAIT).toSeconds(),
        REJUVENATION_SECONDS);
  }

  static Cure cure(Settings settings) {
    return new Cure(settings.duration(Key.RESTART_LEAST_LIFE));
  }

  static AlertSettings alerts(Settings settings) {
    return new AlertSettings(
        settings.path(Key.ALERT_COMMAND),
        settings.url(Key.ALERT_URL),
        AlertSettings.defaults().limit());
  }

  static WarmUp warmUp(Settings settings) {
    return new WarmUp(
        settings.targets(Key.WARMUP_URLS),
        settings.number(Key.WARMUP_REQUESTS),
        WARM_UP_LIMIT.toNanos(),
        System::nanoTime);
  }

  /** How long a server that is told to stop takes to hand over. */
  static LeavePolicy leave(Settings settings) {
    return new LeavePolicy(
        settings.duration(Key.STOP_LIMIT).toMillis(),
        settings.duration(Key.DRAIN_LIMIT).toMillis());
  }

  private static TimingSettings timing(Settings settings) {
    TimingSettings defaults = TimingSettings.defaults();
    return new TimingSettings(
        settings.ratio(Key.QUIET_LOAD),
        settings.duration(Key.QUIET_WAIT).toSeconds(),
        defaults.closeSeconds(),
        settings.duration(Key.MIN_UPTIME).toSeconds());
  }

  static DuplexSettings duplex(Settings settings) {
    return new DuplexSettings(
        settings.duration(Key.HOLD_LIMIT),
        settings.duration(Key.DRAIN_LIMIT),
        DuplexSettings.defaults().callLimit(),
        new UnmovablePolicy(
            settings.text(Key.UNMOVABLE).equals("veto"), settings.ratio(Key.UNMOVABLE_MAX)));
  }

  /**
   * @param problem told why the token cannot be had: that must not keep probes from being answered
   */
  static HttpSettings http(Settings settings, Consumer<String> problem) {
    return new HttpSettings(
        settings.text(Key.HTTP_BIND),
        settings.number(Key.HTTP_PORT),
        HttpSettings.defaults().requestLimit(),
        settings
            .path(Key.HTTP_TOKEN_FILE)
            .map(file -> token(file, problem))
            .orElse(AccessToken.NONE));
  }

  private static AccessToken token(Path file, Consumer<String> problem) {
    try {
      return AccessToken.of(SecretFile.read(Key.HTTP_TOKEN_FILE.key(), file));
    } catch (SecretException e) {
      problem.accept(
          e.getMessage() + "; without it /cluster and /metrics are for nobody off loopback");
      return AccessToken.LOST;
    }
  }

  static AgentCheckSettings agentCheck(Settings settings) {
    return AgentCheckSettings.defaults()
        .at(settings.text(Key.HTTP_BIND), settings.number(Key.HTTP_AGENT_CHECK_PORT))
        .withSlowStart(settings.duration(Key.WARMUP_SLOW_START));
  }

  static CleanSettings clean(Settings settings) {
    return new CleanSettings(
        settings.paths(Key.CLEAN_FILES),
        settings.patterns(Key.CLEAN_PATTERNS),
        settings.duration(Key.CLEAN_MIN_AGE),
        settings.duration(Key.CLEAN_LIMIT));
  }

  /**
   * @param directory of the server's files
   */
  static EvidenceSettings evidence(Settings settings, Path directory) {
    return new EvidenceSettings(
        settings
            .path(Key.EVIDENCE_DIR)
            .orElseGet(() -> EvidenceSettings.defaults(directory).directory()),
        settings.number(Key.EVIDENCE_KEEP),
        settings.number(Key.EVIDENCE_MAX_BYTES),
        settings.duration(Key.EVIDENCE_LIMIT),
        settings.number(Key.EVIDENCE_CLASSES),
        settings.choice(Key.EVIDENCE_HEAP_DUMP, EvidenceSettings.HeapDump.class),
        settings.flag(Key.EVIDENCE_FLIGHT_RECORDING));
  }

  static RestartSettings restart(Settings settings) {
    return new RestartSettings(
        settings.choice(Key.RESTART, RestartStrategy.class),
        settings.duration(Key.STOP_LIMIT),
        settings.number(Key.RESTART_EXIT_STATUS),
        settings.duration(Key.RESTART_UNCLAIMED_LIMIT),
        settings.flag(Key.RESTART_REHEARSE));
  }

  /**
   * @throws IllegalArgumentException or SecretException with what is wrong, in words
   */
  static ClusterSettings cluster(Settings settings, String server, boolean standalone) {
    ClusterSecret own =
        ClusterSecret.resolve(
            settings.path(Key.SECRET_FILE).orElse(null),
            settings.secret().orElse(null),
            Path.of(System.getProperty("user.home")),
            settings.text(Key.CLUSTER_NAME));
    ClusterSecret secret =
        settings
            .path(Key.SECRET_PREVIOUS_FILE)
            .map(own::accepting)
            .orElse(own)
            .with(certificates(settings));
    return new ClusterSettings(
        server,
        settings.text(Key.CLUSTER_NAME),
        settings.text(Key.CLUSTER_BIND),
        settings.number(Key.CLUSTER_PORT),
        settings.addresses(Key.CLUSTER_MEMBERS),
        settings.choice(Key.MODE, Mode.class),
        secret,
        standalone);
  }

  private static Certificates certificates(Settings settings) {
    Path password = settings.path(Key.CLUSTER_KEYSTORE_PASSWORD_FILE).orElse(null);
    Path trust = settings.path(Key.CLUSTER_TRUSTSTORE).orElse(null);
    if (settings.path(Key.CLUSTER_KEYSTORE).isEmpty()) {
      if (settings.origin(Key.CLUSTER_CERTIFICATES) != Origin.DEFAULT) {
        throw new IllegalArgumentException(
            "%s: is needed with %s; give the PKCS12 file with this server's certificate"
                .formatted(Key.CLUSTER_KEYSTORE.key(), Key.CLUSTER_CERTIFICATES.key()));
      }
      if (password != null || trust != null) {
        throw new IllegalArgumentException(
            "%s: is needed with %s; give the PKCS12 file with this server's certificate"
                .formatted(
                    Key.CLUSTER_KEYSTORE.key(),
                    (trust == null ? Key.CLUSTER_KEYSTORE_PASSWORD_FILE : Key.CLUSTER_TRUSTSTORE)
                        .key()));
      }
      return Certificates.NONE;
    }
    if (password == null) {
      throw new IllegalArgumentException(
          "%s: is needed with %s; give a file with its password"
              .formatted(Key.CLUSTER_KEYSTORE_PASSWORD_FILE.key(), Key.CLUSTER_KEYSTORE.key()));
    }
    return MemberCertificates.read(
        settings.path(Key.CLUSTER_KEYSTORE).orElseThrow(),
        password,
        trust,
        settings.text(Key.CLUSTER_CERTIFICATES).equals("required"),
        InstantSource.system());
  }
}
