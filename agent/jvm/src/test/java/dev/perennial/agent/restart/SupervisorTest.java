package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SupervisorTest {
  private static final String IN_UNIT = "0::/system.slice/shop.service\n";

  @TempDir Path root;

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "[Service]\\nRestart=always|true",
        "Restart=on-failure|true",
        "Restart=no|false",
        "Restart=on-abnormal|false",
        "ExecStart=x|false",
        "Restart=no\\nRestartForceExitStatus=4 5|true",
        "Restart=no\\nRestartForceExitStatus=5\\nRestartForceExitStatus=|false",
        "Restart=always\\nRestartPreventExitStatus=5|false",
        "Restart=always\\nRestart=no|false",
      })
  void aUnitSaysWhetherItStartsTheProcessAgain(String unit, boolean known) {
    Supervisor supervisor =
        Supervisor.of(
            facts(Map.of("INVOCATION_ID", "x"), 7, 1, IN_UNIT, unit.replace("\\n", "\n")), 5);

    assertThat(supervisor.isKnown()).as(supervisor.text()).isEqualTo(known);
    assertThat(supervisor.text()).contains("shop.service");
  }

  @ParameterizedTest(name = "{0} {1} {2} {3} -> {4}")
  @CsvSource({
    "'', 7, 1, 0::/, false",
    "INVOCATION_ID, 7, 3, 0::/user.slice/session-1.scope, false",
    "INVOCATION_ID, 7, 3, 0::/user.slice/user@1000.service/app.slice/term.scope, false",
    "INVOCATION_ID, 7, 1, 0::/system.slice/shop.service, true",
    "KUBERNETES_SERVICE_HOST, 1, 0, 0::/, true",
    "KUBERNETES_SERVICE_HOST, 7, 1, 0::/, true",
    "KUBERNETES_SERVICE_HOST, 7, 3, 0::/, false",
  })
  void whoHasStartedItIsSeenByTheEnvironment(
      String variable, long pid, long parent, String cgroup, boolean known) {
    Map<String, String> environment = variable.isEmpty() ? Map.of() : Map.of(variable, "x");

    assertThat(Supervisor.of(facts(environment, pid, parent, cgroup, null), 5).isKnown())
        .isEqualTo(known);
  }

  @Test
  void aChildOfTheUnitsMainProcessIsNotStartedAgain() {
    Map<String, String> environment = Map.of("INVOCATION_ID", "x", "SYSTEMD_EXEC_PID", "6");

    assertThat(Supervisor.of(facts(environment, 7, 6, IN_UNIT, "Restart=always"), 5).isKnown())
        .isFalse();
  }

  @Test
  void aUnitIsReadWithWhatIsDroppedInBesideIt() throws IOException {
    Path vendor = Files.createDirectories(root.resolve("usr/lib/systemd/system"));
    Path local = Files.createDirectories(root.resolve("etc/systemd/system/shop@.service.d"));
    Files.writeString(vendor.resolve("shop@.service"), "[Service]\nRestart=no\n");
    Files.writeString(local.resolve("10-restart.conf"), "[Service]\nRestart=always\n");

    assertThat(new SupervisorFiles(root).unit("shop@1.service"))
        .contains("Restart=no")
        .endsWith("Restart=always\n");
    assertThat(new SupervisorFiles(root).unit("other.service")).isNull();
  }

  private static Supervisor.Facts facts(
      Map<String, String> environment, long pid, long parent, String cgroup, String unit) {
    return new Supervisor.Facts(environment::get, pid, parent, cgroup, name -> unit);
  }
}
