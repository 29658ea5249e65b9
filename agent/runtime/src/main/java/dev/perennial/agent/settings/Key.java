package dev.perennial.agent.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Everything that can be set. The README's table is made from this list. */
public enum Key {
  SERVER(
      "server",
      Kind.name(),
      "",
      "Name of this server in the cluster, its alone and the same after each restart; by default"
          + " made from the host and the server's directory."),
  ROLE(
      "role",
      Kind.choice("primary", "spare"),
      "primary",
      "What the server is when it joins for the first time; later the roster knows."),
  MODE(
      "mode",
      Kind.choice("active-standby", "active-active"),
      "active-standby",
      "Whether spares take over (active-standby) or the other primaries (active-active); alike on"
          + " all servers."),
  ACTION(
      "action",
      Kind.choice("observe", "supervised", "automatic"),
      "observe",
      "observe judges and reports only, supervised waits for an operator's approval, automatic"
          + " acts."),
  ENABLED(
      "enabled",
      Kind.flag(),
      "true",
      "false leaves the agent out; true, if given, starts it also in a JDK tool that"
          + " JAVA_TOOL_OPTIONS brings it to."),
  CONFIG("config", Kind.path(), "", "Properties file with settings."),
  CLUSTER_NAME(
      "cluster.name", Kind.name(), "perennial", "Name of the cluster, alike on all servers."),
  CLUSTER_BIND(
      "cluster.bind",
      Kind.host(),
      "127.0.0.1",
      "Address of the interface that the other servers reach; another than loopback needs a"
          + " secret."),
  CLUSTER_PORT("cluster.port", Kind.number(1, 65535), "5701", "Port for the other servers."),
  CLUSTER_MEMBERS(
      "cluster.members",
      Kind.addresses(),
      "",
      "Addresses of some or all servers of the cluster; may name this one."),
  CLUSTER_LEAST_HEAP(
      "cluster.least-heap",
      Kind.number(0, 1_000_000),
      "128",
      "A server whose largest heap is smaller than this, in MB, is in no cluster: it is judged,"
          + " guarded and, in an emergency, restarted, and nothing is moved."),
  CLUSTER_MAX_OUT(
      "cluster.max-out",
      Kind.number(1, 1000),
      "1",
      "So many servers may be out for a rejuvenation at once, at most."),
  CLUSTER_MIN_AVAILABLE(
      "cluster.min-available",
      Kind.number(0, 10_000),
      "1",
      "A rejuvenation that would leave fewer servers available waits."),
  CLUSTER_MAX_PER_HOUR(
      "cluster.max-per-hour",
      Kind.number(1, 1000),
      "12",
      "So many rejuvenations may begin within an hour in the whole cluster."),
  STATE_PORT(
      "state.port",
      Kind.number(0, 65535),
      "0",
      "Port on cluster.bind for the state of other servers; 0 takes a free one."),
  SECRET_FILE(
      "secret.file",
      Kind.path(),
      "",
      "File with the secret that all servers share, readable by its owner (and group) only; or the"
          + " environment variable PERENNIAL_SECRET has it, which the application and its children"
          + " then do not see. Without one the cluster stays on loopback."),
  SECRET_PREVIOUS_FILE(
      "secret.previous-file",
      Kind.path(),
      "",
      "File with the secret before, which is accepted too as long as the file is there at the"
          + " start; see Changing the secret."),
  CLUSTER_KEYSTORE(
      "cluster.keystore",
      Kind.path(),
      "",
      "PKCS12 file with this server's certificate, its key and its chain, readable by its owner"
          + " (and group) only. Servers then ask each other for such a certificate beside the"
          + " secret; see Certificates."),
  CLUSTER_KEYSTORE_PASSWORD_FILE(
      "cluster.keystore.password-file",
      Kind.path(),
      "",
      "File with the password of cluster.keystore, readable by its owner (and group) only."),
  CLUSTER_TRUSTSTORE(
      "cluster.truststore",
      Kind.path(),
      "",
      "File with the authorities whose servers are let in, PEM or PKCS12 of the same password; by"
          + " default those in cluster.keystore."),
  CLUSTER_CERTIFICATES(
      "cluster.certificates",
      Kind.choice("required", "offered"),
      "required",
      "With cluster.keystore: whether only servers with a certificate are let in (required), or"
          + " others as well while the cluster is given its certificates (offered)."),
  HTTP_BIND("http.bind", Kind.host(), "127.0.0.1", "Address of the agent's HTTP endpoint."),
  HTTP_PORT("http.port", Kind.number(0, 65535), "9470", "Its port; 0 takes a free one."),
  HTTP_TOKEN_FILE(
      "http.token-file",
      Kind.path(),
      "",
      "File with a token, readable by its owner (and group) only, of 16 characters or more. Where"
          + " http.bind is not loopback, /cluster and /metrics are then for those alone who send it"
          + " (Authorization: Bearer ...); without one /metrics is for all, and /cluster for"
          + " none."),
  HTTP_AGENT_CHECK_PORT(
      "http.agent-check-port",
      Kind.number(0, 65535),
      "0",
      "Port for HAProxy's agent-check; 0 for none."),
  JMX_OPERATIONS(
      "jmx.operations",
      Kind.flag(),
      "true",
      "Whether orders are taken over JMX (rejuvenate, approve, hold, release, takeBack). Any code"
          + " in this JVM may give them; false refuses them from all."),
  APP_URL(
      "app.url",
      Kind.plainUrl(),
      "",
      "What an application is asked for, to know how it is, if it runs in no container known to the"
          + " agent; one that does is asked in its own process, of which its logs show nothing."),
  APP_HEALTH_STATUS(
      "app.health.status",
      Kind.statuses(),
      "200-399",
      "Statuses by which an application counts as healthy when it is asked how it is."),
  LIMIT_HEAP_LIVE("limit.heap.live", Kind.ratio(), "0.85", part("heap in use after a collection")),
  LIMIT_GC_OVERHEAD("limit.gc.overhead", Kind.ratio(), "0.30", part("time spent in collections")),
  LIMIT_METASPACE("limit.metaspace", Kind.ratio(), "0.85", part("metaspace")),
  LIMIT_CODE_CACHE("limit.code.cache", Kind.ratio(), "0.90", part("code cache")),
  LIMIT_BUFFERS_DIRECT("limit.buffers.direct", Kind.ratio(), "0.85", part("direct buffers")),
  LIMIT_THREADS("limit.threads", Kind.ratio(), "0.85", part("threads that the system allows")),
  LIMIT_FILES("limit.files", Kind.ratio(), "0.85", part("open files that the system allows")),
  LIMIT_BUFFERS_NETTY("limit.buffers.netty", Kind.ratio(), "0.85", part("Netty's direct buffers")),
  LIMIT_MAPPINGS(
      "limit.mappings", Kind.ratio(), "0.85", part("memory mappings that the system allows")),
  LIMIT_MEMORY_NATIVE("limit.memory.native", Kind.ratio(), "0.85", grown("native memory")),
  LIMIT_MEMORY_CONTAINER(
      "limit.memory.container", Kind.ratio(), "0.95", grown("the container's memory")),
  LIMIT_LATENCY_DRIFT(
      "limit.latency.drift",
      Kind.factor(),
      "2.0",
      "Response time, as a factor of the young server's at the same load, from which the server is"
          + " suspect after the hold time; never unstable for it."),
  HOLD_TIME(
      "hold-time",
      time("0ms", "7d"),
      "5m",
      "A limit must be exceeded for so long without a break before the server is judged unstable."),
  FORECAST(
      "forecast",
      Kind.flag(),
      "true",
      "Whether growth that will reach a limit makes a server unstable before the limit does, once"
          + " it was seen for a tenth of the time under load, two hours at most; five minutes are"
          + " enough for what no collector frees, from 70 % on and full within the hour. Trend and"
          + " forecast are shown all the same."),
  FORECAST_HORIZON(
      "forecast.horizon",
      time("1m", "30d"),
      "12h",
      "An exhaustion that is further away than this is none yet."),
  FORECAST_LEAST_LEVEL(
      "forecast.least-level",
      Kind.ratio(),
      "0.50",
      "Part of a limit below which no growth counts as aging."),
  FORECAST_YOUNG(
      "forecast.young",
      time("0ms", "1d"),
      "3m",
      "Growth in this time after the start counts only where it has nearly reached the limit:"
          + " caches fill, code is compiled."),
  MAX_UPTIME(
      "max-uptime",
      time("1s", "3650d"),
      "",
      "Running time from which a server is judged unstable whatever its figures; by default none."
          + " With action=automatic it is rejuvenated then."),
  MAX_REQUESTS(
      "max-requests",
      Kind.number(1, 999_999_999),
      "",
      "Requests served in one life from which a server is judged unstable whatever its figures; by"
          + " default none. Servers of a cluster get between nine tenths of it and all, so that"
          + " they do not come of age together; so it is with max-uptime."),
  MAX_MEMORY(
      "max-memory",
      Kind.memory(),
      "",
      "Memory of the process in RAM (its resident set, as ps shows it) from which a server is"
          + " judged unstable, however steady it is, after the hold time; by default none. Linux"
          + " alone tells it."),
  QUIET_LOAD(
      "quiet.load",
      Kind.ratio(),
      "0.50",
      "A server in sync waits for a moment with no more than this part of its capacity in use."),
  QUIET_WAIT(
      "quiet.wait", time("0ms", "7d"), "5m", "It waits so long at most; then any load will do."),
  MIN_UPTIME(
      "min-uptime",
      time("0ms", "7d"),
      "1m",
      "A server that has run for less is not rejuvenated, unless it is urgent."),
  HOLD_LIMIT(
      "hold.limit",
      time("10ms", "1m"),
      "2s",
      "New requests are held so long at most for the switch-over."),
  DRAIN_LIMIT(
      "drain.limit",
      time("10ms", "1d"),
      "30s",
      "A request in flight at the switch-over may take so long before its connection is cut."),
  UNMOVABLE(
      "unmovable",
      Kind.choice("leave", "veto"),
      "leave",
      "What to do about sessions and attributes that the application's own code cannot write or"
          + " read: leave hands over without them, veto does not hand over. A server that would"
          + " soon lose all of its sessions leaves those, too, for which the successor has no room;"
          + " veto forbids that."),
  UNMOVABLE_MAX(
      "unmovable.max",
      Kind.ratio(),
      "0.01",
      "With leave, this part of all sessions may stay behind or lose an attribute, and always one"
          + " session; if there are more, the server does not hand over. 0 allows none."),
  SESSION_FILTER(
      "session.filter",
      Kind.serialFilter(),
      "",
      "Of sessions and state that another server sends, objects are built of these classes alone."
          + " The JVM's own filter (jdk.serialFilter) and those of the container's session managers"
          + " hold all the same."),
  STOP_LIMIT(
      "stop.limit",
      time("1s", "1h"),
      "30s",
      "The application's shutdown may take so long; then it is restarted all the same."),
  RELAY_NEVER(
      "relay.never",
      Kind.ownPaths(),
      "/actuator",
      "Requests for these paths, and for all below them, are for the very server that they were"
          + " sent to: none is relayed to another one, or held for a switch-over. A path counts"
          + " from the root of the server and from that of each application."),
  RESTART(
      "restart",
      Kind.choice("exec", "exit", "none"),
      "exec",
      "exec restarts in the same process, exit ends it for a supervisor to restart, none never"
          + " restarts."),
  RESTART_EXIT_STATUS(
      "restart.exit-status",
      Kind.number(1, 125),
      "5",
      "Exit status that tells the supervisor to restart (systemd: RestartForceExitStatus)."),
  RESTART_UNCLAIMED_LIMIT(
      "restart.unclaimed-limit",
      time("1s", "1h"),
      "60s",
      "A listening socket kept over the restart is closed if nobody has bound it after this; where"
          + " a container listens, 10 s after its last bind. The log names it."),
  RESTART_REHEARSE(
      "restart.rehearse",
      Kind.flag(),
      "true",
      "Whether a JVM is started once as the next life would be, to see whether it starts; it has no"
          + " agents and a small heap, and ends before the application begins."),
  RESTART_MAX_PER_HOUR(
      "restart.max-per-hour",
      Kind.number(1, 60),
      "3",
      "So many restarts of this server within an hour; more are an alert."),
  RESTART_LEAST_LIFE(
      "restart.least-life",
      time("0ms", "30d"),
      "2m",
      "A server that is judged unstable again so soon after a restart was not cured by it, and is"
          + " left to a person, with an alert; so is one whose lives get shorter and shorter."),
  SOCKETS(
      "sockets",
      Kind.choice("keep", "close"),
      "keep",
      "keep lets clients wait at the listening socket during the restart, close sends them to"
          + " another server at once."),
  EMERGENCY(
      "emergency",
      Kind.choice("none", "restart"),
      "none",
      "What a server in a critical state does when there is no time to duplex: restart loses its"
          + " sessions."),
  GUARD(
      "guard",
      Kind.choice("native", "java"),
      "native",
      "What watches for sudden death: native needs no Java heap, thread or file for it; java is"
          + " taken where native cannot be had."),
  GENTLE(
      "gentle",
      Kind.flag(),
      "false",
      "Whether a server whose memory is SUSPECT empties registered caches, collects garbage and"
          + " gives memory back to the system by itself, also with action=observe: once in six"
          + " hours at most, at quiet.load, and never where that is expected to stop it for more"
          + " than 1 s. If it shows that the memory was not needed, the verdict's reason says so,"
          + " with the option to set."),
  CLEAN_FILES(
      "clean.files",
      Kind.paths(),
      "",
      "Directories whose old contents are removed at a rejuvenation; links are not followed."),
  CLEAN_PATTERNS(
      "clean.patterns",
      Kind.patterns(),
      "*.tmp;*.temp;*.log.*;*.log-*;*.gz;upload_*",
      "Only files with such names are removed there."),
  CLEAN_MIN_AGE("clean.min-age", time("1m", "3650d"), "1h", "Younger files in them are left."),
  CLEAN_LIMIT(
      "clean.limit", time("1s", "10m"), "30s", "Each step of the clearing may take so long."),
  EVIDENCE_DIR(
      "evidence.dir",
      Kind.path(),
      "",
      "Where evidence is saved before a restart; by default in log.dir."),
  EVIDENCE_KEEP("evidence.keep", Kind.number(1, 1000), "10", "So many of them are kept."),
  EVIDENCE_MAX_BYTES(
      "evidence.max-bytes",
      Kind.number(65_536, 999_999_999),
      "20971520",
      "Size of one of them, at most."),
  EVIDENCE_LIMIT("evidence.limit", time("1s", "10m"), "30s", "Saving it may take so long."),
  EVIDENCE_CLASSES(
      "evidence.classes",
      Kind.number(10, 100_000),
      "500",
      "So many of the largest classes are in the histogram."),
  EVIDENCE_BASELINE_AFTER(
      "evidence.baseline-after",
      time("1s", "7d"),
      "5m",
      "When after the start the histogram of the young server is taken, which stops it for one full"
          + " collection and a look at each object, some 1 to 5 s for each GiB that is live. Until"
          + " then there is the one taken after the warm-up, where no more than 256 MiB of heap"
          + " were in use; neither with action=observe."),
  EVIDENCE_HEAP_DUMP(
      "evidence.heap-dump",
      Kind.choice("none", "read", "keep"),
      "none",
      "Whether the heap is dumped before a restart: read tells in the report what keeps the heap,"
          + " its arrays and the class loaders, and removes the dump; keep leaves the newest one."
          + " Only where the disk has twice the room; not counted in evidence.max-bytes."),
  EVIDENCE_FLIGHT_RECORDING(
      "evidence.flight-recording",
      Kind.flag(),
      "false",
      "Whether the JVM's flight recorder runs, from evidence.baseline-after on, for the evidence;"
          + " at most evidence.max-bytes more."),
  LOG_DIR(
      "log.dir",
      Kind.path(),
      "",
      "Where the agent writes its log and audit; by default perennial-USER/SERVER in the temporary"
          + " folder."),
  WARMUP(
      "warmup",
      time("0ms", "1h"),
      "10s",
      "A server that was started counts as warmed up, and may be a successor, after this."),
  WARMUP_URLS(
      "warmup.urls",
      Kind.targets(),
      "",
      "What a started or restarted server is asked for, by itself, before it counts as warmed up."),
  WARMUP_REQUESTS(
      "warmup.requests", Kind.number(1, 100000), "50", "So many times each, within a minute."),
  WARMUP_SLOW_START(
      "warmup.slow-start",
      time("0ms", "1h"),
      "0ms",
      "A server that comes to the available list tells HAProxy (agent-check) to send it a tenth of"
          + " its share at first, and all of it after this time."),
  MAINTENANCE_WINDOWS(
      "maintenance.windows",
      Kind.windows(),
      "",
      "Hours in which this server may be rejuvenated without haste; outside of them it waits, but"
          + " never past half of its time to exhaustion. By default any."),
  MAINTENANCE_ZONE(
      "maintenance.zone",
      Kind.zone(),
      "",
      "Time zone of these hours; by default the server's own."),
  ALERT_COMMAND(
      "alert.command",
      Kind.path(),
      "",
      "Program that is run for each alert of the cluster, with its text as argument and in"
          + " PERENNIAL_ALERT_TEXT, _KIND, _SERVER, _CLUSTER and _STATE (holds, over or event); the"
          + " server that leads runs it, and each for its own CLUSTER_UNREACHED, CERTIFICATE,"
          + " PORT_REFUSED, PROOF_REFUSED, ORDER_REFUSED and NOT_GIVEN_BACK."),
  ALERT_URL(
      "alert.url",
      Kind.url(),
      "",
      "Webhook that each alert of the cluster is posted to as JSON, by the server that leads, and"
          + " by each for its own CLUSTER_UNREACHED, CERTIFICATE, PORT_REFUSED, PROOF_REFUSED,"
          + " ORDER_REFUSED and NOT_GIVEN_BACK.");

  /** Before each key, and before the name of no other system property of the agent. */
  static final String PREFIX = "perennial.";

  private final String name;

  /** A record whose function keeps no state, which the checker cannot see. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Kind<?> kind;

  private final String defaultText;
  private final String doc;

  Key(String name, Kind<?> kind, String defaultText, String doc) {
    this.name = name;
    this.kind = kind;
    this.defaultText = defaultText;
    this.doc = doc;
  }

  private static String part(String what) {
    return "Part of the limit of: "
        + what
        + ", from which the server is judged unstable; by default only if it does not simply live"
        + " there, another level counts however steady it is.";
  }

  private static String grown(String what) {
    return "Part of the limit of: "
        + what
        + ", from which the server is judged unstable; by default only if it goes on growing,"
        + " another level counts however steady it is.";
  }

  private static Kind<Duration> time(String min, String max) {
    Kind<Duration> any = Kind.duration(Duration.ZERO, Duration.ofDays(3650));
    return Kind.duration(any.parser().apply(min), any.parser().apply(max));
  }

  /** Returns the whole name, such as "perennial.cluster.port". */
  public String key() {
    return PREFIX + name;
  }

  /** Returns the name of its environment variable, such as "PERENNIAL_CLUSTER_PORT". */
  String variable() {
    return key().toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  Kind<?> kind() {
    return kind;
  }

  boolean isList() {
    return switch (this) {
      case CLUSTER_MEMBERS,
          CLEAN_FILES,
          CLEAN_PATTERNS,
          RELAY_NEVER,
          WARMUP_URLS,
          MAINTENANCE_WINDOWS ->
          true;
      default -> false;
    };
  }

  /** Returns whether its value may hold a password: it is never shown. */
  boolean isConfidential() {
    return this == ALERT_URL;
  }

  /** Returns the default as text, empty for none. */
  public String defaultText() {
    return defaultText;
  }

  /** Returns what it is for, in one sentence or two. */
  public String doc() {
    return doc;
  }

  /** Returns which values it takes, in words. */
  public String allowed() {
    return kind.allowed();
  }

  /** Returns the key of a name with or without the prefix. */
  static Optional<Key> of(String name) {
    String plain = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    return Arrays.stream(values()).filter(k -> k.name.equals(plain)).findFirst();
  }
}
