package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perennial.agent.http.HttpSettings;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.Settings;
import dev.perennial.agent.settings.Sources;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples in {@code src/dist} say nothing that this agent does not know, and give it the time
 * that it takes. HAProxy itself runs its example in the tests of whole systems.
 */
@Timeout(60)
class ExamplesIT {
  private static final Path DIST = Path.of("../../src/dist");
  private static final String OPTIONS = "CATALINA_OPTS";

  @TempDir Path directory;

  @Test
  void kubernetesGivesSettingsThatTheAgentTakesAsACluster() throws IOException {
    KubernetesExample example = kubernetes();
    Settings settings = settings(example.environment());

    assertThat(SettingsMapping.cluster(settings, "shop-0", false).members())
        .containsExactlyElementsOf(
            IntStream.range(0, example.replicas())
                .mapToObj(i -> example.host(i) + ":" + settings.number(Key.CLUSTER_PORT))
                .toList());
    assertThat(settings.text(Key.SERVER)).isEqualTo(example.podName());
    assertThat(settings.text(Key.CLUSTER_BIND)).isEqualTo(example.podAddress());
    assertThat(example.membersService())
        .containsEntry("cluster", settings.number(Key.CLUSTER_PORT));
  }

  @Test
  void kubernetesAsksTheEndpointWhereItIsAndForWhatItAnswers() throws Exception {
    KubernetesExample example = kubernetes();
    Settings settings = settings(example.environment());

    for (String probe : List.of("readinessProbe", "livenessProbe", "startupProbe")) {
      assertThat(example.probePort(probe)).as(probe).isEqualTo(settings.number(Key.HTTP_PORT));
    }
    // Whoever asks is another machine.
    assertThat(settings.text(Key.HTTP_BIND)).isEqualTo(example.podAddress());
    assertThat(answers(example.probePath("readinessProbe"))).containsExactly(200, 503);
    assertThat(answers(example.probePath("livenessProbe"))).containsExactly(200, 200);
    assertThat(answers(example.probePath("startupProbe"))).containsExactly(200, 200);
  }

  @Test
  void kubernetesLeavesTimeForAnOrderlyStop() throws IOException {
    KubernetesExample example = kubernetes();

    assertThat(example.grace()).isGreaterThan(orderlyStop(settings(example.environment())));
  }

  @Test
  void systemdGivesSettingsThatTheAgentTakes() throws IOException {
    SystemdUnit unit = systemd();
    Path config = Files.createFile(directory.resolve("perennial.properties"));
    String options =
        replace(
            unit.environment(OPTIONS), "/etc/perennial/perennial.properties", config.toString());

    assertThat(settings(Map.of(OPTIONS, options)).path(Key.CONFIG)).contains(config);
    assertThat(unit.value("EnvironmentFile")).endsWith("/secret.env");
  }

  @Test
  void systemdStartsAgainWhatEndsForItAndLeavesTimeForAnOrderlyStop() throws IOException {
    SystemdUnit unit = systemd();
    Settings settings = settings(Map.of());

    assertThat(unit.value("RestartForceExitStatus"))
        .isEqualTo(Integer.toString(settings.number(Key.RESTART_EXIT_STATUS)));
    assertThat(unit.value("SuccessExitStatus")).isEqualTo(Integer.toString(128 + 15));
    assertThat(unit.value("Restart")).isEqualTo("on-failure");
    assertThat(unit.seconds("TimeoutStopSec")).isGreaterThan(orderlyStop(settings));
  }

  /** Of what it names, that which it would look for on this machine is replaced. */
  @Test
  void systemdItselfFindsNoFaultInIt() throws Exception {
    Path program = Path.of("/usr/bin/systemd-analyze");
    assumeTrue(Files.isExecutable(program), "skipped: there is no systemd-analyze here");
    String text = Files.readString(DIST.resolve("perennial.service"));
    text = replace(text, "ExecStart=/opt/tomcat/bin/catalina.sh", "ExecStart=/bin/sh");
    text = replace(text, "User=tomcat", "User=root");
    Path unit = Files.writeString(directory.resolve("perennial.service"), text);

    Process verify =
        new ProcessBuilder(program.toString(), "verify", unit.toString())
            .redirectErrorStream(true)
            .start();

    assertThat(verify.getInputStream().readAllBytes()).asString(StandardCharsets.UTF_8).isEmpty();
    assertThat(verify.waitFor()).isZero();
  }

  @Test
  void haProxyAsksWhereTheAgentIs() throws IOException {
    String text = Files.readString(DIST.resolve("haproxy.cfg"));
    Matcher given = Pattern.compile("perennial\\.[a-z.-]+=\\d+").matcher(text);
    assertThat(given.find()).isTrue();
    Settings settings = Settings.read(new Sources(given.group(), new Properties(), Map.of()));
    assertThat(settings.mistakes()).isEmpty();

    assertThat(text)
        .contains("check port " + settings.number(Key.HTTP_PORT) + " ")
        .contains("agent-port " + settings.number(Key.HTTP_AGENT_CHECK_PORT) + " ")
        .contains("perennial.http.bind is loopback by default");
    assertThat(InetAddress.getByName(settings.text(Key.HTTP_BIND)).isLoopbackAddress()).isTrue();
  }

  private static KubernetesExample kubernetes() throws IOException {
    return KubernetesExample.read(DIST.resolve("kubernetes.yaml"));
  }

  private static SystemdUnit systemd() throws IOException {
    return SystemdUnit.read(DIST.resolve("perennial.service"));
  }

  /** What README gives the process to end. */
  private static Duration orderlyStop(Settings settings) {
    return settings
        .duration(Key.STOP_LIMIT)
        .plus(settings.duration(Key.DRAIN_LIMIT).multipliedBy(2));
  }

  /** Reads what a JVM with these variables would. */
  private static Settings settings(Map<String, String> environment) {
    Properties properties = new Properties();
    String options = environment.getOrDefault(OPTIONS, "");
    Pattern.compile("-D([^= ]+)=(\\S+)")
        .matcher(options)
        .results()
        .forEach(property -> properties.setProperty(property.group(1), property.group(2)));
    if (!options.isEmpty()) {
      assertThat(options).contains("-javaagent:/opt/perennial/perennial-agent.jar");
    }
    Settings settings = Settings.read(new Sources("", properties, environment));
    assertThat(settings.mistakes()).isEmpty();
    return settings;
  }

  /** Returns what a server that is ready answers, and one that is not. */
  private List<Integer> answers(String path) throws Exception {
    FakeStatus status = new FakeStatus();
    Log log = Log.toStream(InstantSource.system(), new PrintStream(PrintStream.nullOutputStream()));
    Endpoints endpoints = new Endpoints(status, () -> () -> "", () -> 1, log);
    endpoints.openHttp(new HttpSettings("127.0.0.1", 0, Duration.ofSeconds(30)));
    int ready = status(endpoints.url() + path);
    status.ready = false;
    return List.of(ready, status(endpoints.url() + path));
  }

  private static int status(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static String replace(String text, String what, String by) {
    assertThat(text).contains(what);
    return text.replace(what, by);
  }
}
