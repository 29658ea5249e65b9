package dev.perennial.agent.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private enum Mode {
    ACTIVE_STANDBY,
    ACTIVE_ACTIVE
  }

  @TempDir Path directory;
  private final Properties properties = new Properties();
  private final Map<String, String> environment = new HashMap<>();

  private Settings read(String args) {
    return Settings.read(new Sources(args, properties, environment));
  }

  @Test
  void withoutAnythingGivenTheAgentObservesOnLoopback() {
    Settings settings = read("");

    assertThat(settings.mistakes()).isEmpty();
    assertThat(settings.text(Key.ACTION)).isEqualTo("observe");
    assertThat(settings.text(Key.CLUSTER_BIND)).isEqualTo("127.0.0.1");
    assertThat(settings.number(Key.CLUSTER_PORT)).isEqualTo(5701);
    assertThat(settings.choice(Key.MODE, Mode.class)).isEqualTo(Mode.ACTIVE_STANDBY);
    assertThat(settings.duration(Key.HOLD_TIME)).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.ratio(Key.LIMIT_HEAP_LIVE)).isEqualTo(0.85);
    assertThat(settings.text(Key.EMERGENCY)).isEqualTo("none");
    assertThat(settings.flag(Key.ENABLED)).isTrue();
    assertThat(settings.optionalDuration(Key.MAX_UPTIME)).isEmpty();
    assertThat(settings.addresses(Key.CLUSTER_MEMBERS)).isEmpty();
    assertThat(settings.paths(Key.CLEAN_FILES)).isEmpty();
    assertThat(settings.url(Key.APP_URL)).isEmpty();
    assertThat(settings.secret()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyKeyIsTakenFromEverySource(Key key) throws IOException {
    String value = sample(key);
    Path file = directory.resolve("perennial.properties");
    Files.writeString(file, key.key() + "=" + value.replace("\\", "\\\\") + "\n");
    Settings inFile = read("config=" + file);
    Settings asArgument = read(key.key().substring(Key.PREFIX.length()) + "=" + value);
    properties.setProperty(key.key(), value);
    Settings asProperty = read("");
    properties.clear();
    environment.put(key.variable(), value);
    Settings inEnvironment = read("");

    assertThat(asArgument.origin(key)).isEqualTo(Origin.ARGUMENT);
    assertThat(asProperty.origin(key)).isEqualTo(Origin.PROPERTY);
    assertThat(inEnvironment.origin(key)).isEqualTo(Origin.ENVIRONMENT);
    assertThat(inFile.origin(key)).isEqualTo(key == Key.CONFIG ? Origin.ARGUMENT : Origin.FILE);
    assertThat(asArgument.mistakes()).isEmpty();
    assertThat(inFile.mistakes()).isEmpty();
  }

  private String sample(Key key) throws IOException {
    return switch (key) {
      case SERVER -> "shop-1";
      case CONFIG -> Files.writeString(directory.resolve("empty"), "").toString();
      case SECRET_FILE,
          SECRET_PREVIOUS_FILE,
          CLUSTER_KEYSTORE,
          CLUSTER_KEYSTORE_PASSWORD_FILE,
          CLUSTER_TRUSTSTORE,
          HTTP_TOKEN_FILE,
          EVIDENCE_DIR,
          LOG_DIR,
          CLEAN_FILES ->
          directory.toString();
      case CLUSTER_MEMBERS -> "10.0.0.1:5701;[::1]:5702";
      case APP_URL -> "http://10.0.0.1:8080";
      case APP_HEALTH_STATUS -> "200-299;404";
      case MAX_UPTIME -> "7d";
      case MAX_REQUESTS -> "1000000";
      case MAX_MEMORY -> "80%";
      case SESSION_FILTER -> "com.shop.**;java.base/*;!*";
      case RELAY_NEVER -> "/manage;/shop/admin";
      case WARMUP_URLS -> "/shop/;/shop/search?q=a";
      case MAINTENANCE_WINDOWS -> "22:00-06:00;Sat-Sun 00:00-24:00";
      case MAINTENANCE_ZONE -> "Europe/Berlin";
      case ALERT_COMMAND -> "/usr/local/bin/page";
      case ALERT_URL -> "https://hooks.example.com/T0/B1";
      default -> key.defaultText();
    };
  }

  @Test
  void theArgumentWinsThenThePropertyThenTheEnvironmentThenTheFile() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "role=spare\ncluster.port=1\n");
    environment.put("PERENNIAL_CONFIG", file.toString());
    assertThat(read("").number(Key.CLUSTER_PORT)).isEqualTo(1);
    environment.put("PERENNIAL_CLUSTER_PORT", "2");
    assertThat(read("").number(Key.CLUSTER_PORT)).isEqualTo(2);
    properties.setProperty("perennial.cluster.port", "3");
    assertThat(read("").number(Key.CLUSTER_PORT)).isEqualTo(3);
    Settings settings = read("perennial.cluster.port=4");
    assertThat(settings.number(Key.CLUSTER_PORT)).isEqualTo(4);
    assertThat(settings.text(Key.ROLE)).isEqualTo("spare");
    assertThat(settings.effective())
        .contains("perennial.cluster.port=4 (agent argument)", "perennial.role=spare (file)");
  }

  @Test
  void anAddressThatIsAsGoodAsAPasswordIsNotShown() {
    properties.setProperty("perennial.alert.url", "ftp://hooks.example.com/password");

    Settings settings = read("alert.url=https://hooks.example.com/password");

    assertThat(settings.effective()).contains("perennial.alert.url=*** (agent argument)");
    assertThat(settings.mistakes()).hasSize(1);
    assertThat(settings.mistakes().get(0).toString())
        .startsWith("perennial.alert.url=*** (system property): allowed is a URL")
        .doesNotContain("/password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "actuator", "/a//b", "/a/../b", "/./a", "/a?b", "/a b", "/%61"})
  void aPathThatWouldBeAnotherOneIsNamed(String path) {
    assertThat(read("relay.never=" + path).mistakes().get(0).toString())
        .startsWith("perennial.relay.never=" + path)
        .endsWith("allowed is paths such as /actuator or /shop/admin, parted by ;");
  }

  @Test
  void pathsThatStayHere() {
    assertThat(read("").ownPaths(Key.RELAY_NEVER)).containsExactly("/actuator");
    assertThat(read("relay.never=").ownPaths(Key.RELAY_NEVER)).containsExactly("/actuator");
    assertThat(read("relay.never=/a/b.c;/..d").ownPaths(Key.RELAY_NEVER))
        .containsExactly("/a/b.c", "/..d");
  }

  @Test
  void aWindowThatIsNoneIsNamed() {
    assertThat(read("maintenance.windows=by night").mistakes().get(0).toString())
        .isEqualTo(
            "perennial.maintenance.windows=by night (agent argument): allowed is windows such as"
                + " 22:00-06:00 or Mon-Fri 01:30-04:00 or Sun 00:00-24:00, parted by ;");
  }

  @Test
  void allMistakesAreReportedTogetherWithWhatIsAllowed() {
    properties.setProperty("perennial.rol", "spare");
    properties.setProperty("perennial.agent.version", "1");
    environment.put("PERENNIAL_HTTP_PORT", "99999");
    environment.put("PERENNIAL_HANDOVER_NOTE", "/x");
    environment.put("PERENNIAL_INHERITED_SOCKETS", "3");
    environment.put("PERENNIAL_EMERGENCY_NOTE", ";1;2;3;4;1;0;1;0;0;0;0");

    Settings settings = read("hold-time=soon,colour=green,clean.files=/,config=/none/such");

    assertThat(settings.mistakes().stream().map(Mistake::toString))
        .satisfiesExactlyInAnyOrder(
            m ->
                assertThat(m)
                    .startsWith("perennial.hold-time=soon (agent argument): allowed is a time")
                    .contains("5m"),
            m ->
                assertThat(m)
                    .isEqualTo("perennial.colour=green (agent argument): there is no such key"),
            m -> assertThat(m).contains("perennial.clean.files=/").contains("directories"),
            m -> assertThat(m).contains("perennial.config=/none/such").contains("cannot be read"),
            m -> assertThat(m).contains("did you mean perennial.role?"),
            m -> assertThat(m).contains("perennial.http.port=99999 (environment)"));
    // What is right can still be used, for the log.
    assertThat(settings.duration(Key.HOLD_TIME)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void theSecretComesFromTheEnvironmentOnlyAndIsNeverShown() {
    environment.put("PERENNIAL_SECRET", "hush");
    properties.setProperty("perennial.secret", "hushhush");

    Settings settings = read("secret=hushhushhush");

    assertThat(settings.secret()).contains("hush");
    assertThat(settings.mistakes())
        .hasSize(2)
        .allSatisfy(m -> assertThat(m.toString()).contains("PERENNIAL_SECRET"));
    assertThat(settings.mistakes() + " " + settings.effective()).doesNotContain("hush");
  }

  @Test
  void aListMayBePartedByCommasAlsoInTheArgument() {
    Settings settings = read("cluster.members=a:1,b:2,role=spare");

    assertThat(settings.mistakes()).isEmpty();
    assertThat(settings.addresses(Key.CLUSTER_MEMBERS)).containsExactly("a:1", "b:2");
    assertThat(settings.text(Key.ROLE)).isEqualTo("spare");
  }

  @Test
  void aKeyWithoutAValueIsNotGiven() {
    assertThat(read("role=,server").mistakes()).isEmpty();
    assertThat(read("garbage").mistakes()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "max-uptime,36h",
    "max-requests,1",
    "max-memory,900m",
    "max-memory,4G",
    "max-memory,80%",
    "limit.files,85%",
    "mode,ACTIVE_ACTIVE",
    "app.url,http://shop:8080/x",
    "app.health.status,204",
    "app.health.status,200-399;404",
    "enabled,TRUE",
    "hold.limit,500ms"
  })
  void isAllowed(String key, String value) {
    assertThat(read(key + "=" + value).mistakes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "max-uptime,36",
    "max-requests,0",
    "max-requests,1e6",
    "max-memory,900",
    "max-memory,0m",
    "max-memory,0.8",
    "max-memory,101%",
    "max-memory,4gb",
    "max-uptime,-1h",
    "max-uptime,99999999999999h",
    "limit.files,1.2",
    "limit.files,0",
    "limit.files,NaN",
    "mode,active",
    "app.url,shop:8080",
    "app.url,shop",
    "app.url,ftp://x/",
    "app.url,https://shop:8443/x",
    "app.health.status,ok",
    "app.health.status,600",
    "app.health.status,399-200",
    "cluster.port,0",
    "cluster.port,65536",
    "cluster.port,1e3",
    "enabled,yes",
    "server,a b",
    "cluster.members,host",
    "cluster.members,host:0",
    "hold.limit,5h",
    "clean.files,tmp",
    "clean.files,/tmp/.."
  })
  void isNotAllowed(String key, String value) {
    assertThat(read(key + "=" + value).mistakes())
        .singleElement()
        .satisfies(m -> assertThat(m.toString()).contains("perennial." + key).contains(value));
  }

  @Test
  void aServerWithoutANameIsNamedByItsHostAndDirectory() {
    environment.put("HOSTNAME", "host.example");
    properties.setProperty("user.dir", "/srv/odd dir");
    String name = read("").text(Key.SERVER);
    properties.setProperty("catalina.base", "/srv/b");

    assertThat(name).matches("host\\.example-odd_dir-[0-9a-f]{4}");
    assertThat(read("").text(Key.SERVER)).startsWith("host.example-b-").isNotEqualTo(name);
    assertThat(read("server=shop").text(Key.SERVER)).isEqualTo("shop");
  }

  @Test
  void valuesAreParsed() {
    assertThat(read("limit.files=85%").ratio(Key.LIMIT_FILES)).isEqualTo(0.85);
    assertThat(read("hold.limit=500ms").duration(Key.HOLD_LIMIT)).isEqualTo(Duration.ofMillis(500));
    assertThat(read("app.url=http://x:1").url(Key.APP_URL)).contains(URI.create("http://x:1"));
    assertThat(read("clean.files=/a/b;/c/d").paths(Key.CLEAN_FILES))
        .containsExactly(Path.of("/a/b"), Path.of("/c/d"));
  }
}
