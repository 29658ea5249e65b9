package dev.perennial.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.perennial.agent.status.ClusterStatus;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ClusterDocumentTest {
  /** A field that the schema does not know is an error, and so is one that is missing. */
  private static final JsonSchema SCHEMA = schema();

  static Stream<Optional<ClusterStatus>> everyKind() {
    Stream.Builder<Optional<ClusterStatus>> kinds = Stream.builder();
    kinds.add(Optional.empty());
    for (Mode mode : Mode.values()) {
      kinds.add(cluster(mode, entry(Role.SPARE, Stage.IN_SERVICE, null), null, null));
    }
    for (Stage stage : Stage.values()) {
      kinds.add(cluster(Mode.ACTIVE_STANDBY, entry(Role.PRIMARY, stage, "b"), null, "b"));
    }
    for (Verdict verdict : Verdict.values()) {
      kinds.add(said(wishes(Report.Action.OBSERVE, Report.Order.NONE), verdict, 0.3, null));
    }
    for (Report.Action action : Report.Action.values()) {
      for (Report.Order order : Report.Order.values()) {
        kinds.add(said(wishes(action, order), Verdict.STABLE, Double.NaN, null));
      }
    }
    for (Report.Duplexing.State state : Report.Duplexing.State.values()) {
      Report.Duplexing duplexing = new Report.Duplexing(4, state, 3, 1000, 12, 1L << 33, "\"why\"");
      kinds.add(
          said(wishes(Report.Action.AUTOMATIC, Report.Order.NONE), Verdict.CRITICAL, 2, duplexing));
    }
    return kinds.build();
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void whatIsAnsweredIsAsTheSchemaSays(Optional<ClusterStatus> status) {
    assertThat(mistakes(Json.of(ClusterDocument.of("a", status)))).isEmpty();
  }

  @Test
  void theSchemaRefusesAFieldThatItDoesNotKnowAndOneThatIsMissing() {
    Map<String, Object> document = ClusterDocument.of("a", Optional.empty());
    document.put("colour", "green");
    assertThat(mistakes(Json.of(document))).hasSize(1);
    document.remove("colour");
    document.remove("epoch");
    assertThat(mistakes(Json.of(document))).hasSize(1);
    document.put("epoch", "seven");
    assertThat(mistakes(Json.of(document))).hasSize(1);
  }

  /** In the end of each object, where only a full report has one. */
  @Test
  void theSchemaRefusesAFieldThatItDoesNotKnowInEachObject() {
    Report.Duplexing duplexing =
        new Report.Duplexing(4, Report.Duplexing.State.COPYING, 3, 1000, 12, 1, "");
    String whole =
        Json.of(
            ClusterDocument.of(
                "a",
                said(
                    wishes(Report.Action.AUTOMATIC, Report.Order.NONE),
                    Verdict.STABLE,
                    2,
                    duplexing)));
    int objects = 0;
    for (int i = whole.indexOf('{'); i >= 0; i = whole.indexOf('{', i + 1)) {
      String more = whole.substring(0, i + 1) + "\"colour\":1," + whole.substring(i + 1);
      assertThat(mistakes(more)).as(more.substring(0, i + 20)).isNotEmpty();
      objects++;
    }
    assertThat(objects).isEqualTo(10);
  }

  @Test
  void unitsAreInTheNamesAndWhatIsNotKnownIsNull() {
    assertThat(
            Json.of(
                ClusterDocument.of(
                    "a",
                    said(
                        wishes(Report.Action.OBSERVE, Report.Order.HOLD),
                        Verdict.STABLE,
                        Double.NaN,
                        null))))
        .startsWith("{\"version\":1,\"server\":\"a\",\"known\":true,\"epoch\":7,")
        .contains(
            "\"timeToExhaustionSeconds\":null", "\"loadRatio\":null", "\"reportAgeMillis\":150")
        .contains("\"protocol\":{\"oldest\":1,\"newest\":2}");
  }

  private static Set<ValidationMessage> mistakes(String document) {
    return SCHEMA.validate(document, InputFormat.JSON);
  }

  private static Report.Wishes wishes(Report.Action action, Report.Order order) {
    return new Report.Wishes(Role.PRIMARY, action, order);
  }

  private static Optional<ClusterStatus> said(
      Report.Wishes wishes, Verdict verdict, double load, Report.@Nullable Duplexing duplexing) {
    Report report =
        new Report(
            new Report.Identity("a", 3, 7, new Protocol(1, 2)),
            wishes,
            new Report.Health(
                verdict, "heap", verdict == Verdict.STABLE ? -1 : 3600, 12.5, true, true),
            new Report.Restart("app.jar has changed", "waits for the night", false),
            new Report.Capacity(true, "f00d", 34, 100, 200, load, 9.5),
            new Report.Addresses("http://127.0.0.1:8080", "127.0.0.1:5801", ""),
            duplexing);
    return cluster(Mode.ACTIVE_ACTIVE, entry(Role.PRIMARY, Stage.DUPLEXING, "b"), report, "b");
  }

  private static ServerEntry entry(Role role, Stage stage, @Nullable String successor) {
    return new ServerEntry("a", 3, role, stage, successor, 4, 1, "why", 1_700_000_000_000L, true);
  }

  private static Optional<ClusterStatus> cluster(
      Mode mode, ServerEntry entry, @Nullable Report report, @Nullable String leader) {
    Roster roster = new Roster(7, mode, List.of(entry), Set.of("c1"), List.of(5L), "s3 is out");
    return Optional.of(
        new ClusterStatus(
            new ClusterView(
                roster,
                report == null ? Map.of() : Map.of("a", report),
                report == null ? Map.of() : Map.of("a", 150L),
                Set.of("a", "c1"),
                99),
            leader));
  }

  private static JsonSchema schema() {
    try {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Files.readString(schemaFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** However deep below the root this module is. */
  private static Path schemaFile() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("src/docs/cluster.schema.json"))) {
      folder = folder.getParent();
    }
    return folder.resolve("src/docs/cluster.schema.json");
  }
}
