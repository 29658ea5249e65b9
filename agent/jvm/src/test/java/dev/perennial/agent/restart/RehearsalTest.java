package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RehearsalTest {
  @Test
  void theSameLauncherWithTheSameOptionsEndsBeforeMain() {
    assertThat(command("-Dshop=1 -XX:+UseZGC -cp a:b --add-opens x/y=z Main start -Xmx9g"))
        .containsExactly(
            "/jdk/bin/java",
            "-Dshop=1",
            "-XX:+UseZGC",
            "-cp",
            "a:b",
            "--add-opens",
            "x/y=z",
            "-Xms8m",
            "-Xmx64m",
            "-XX:-AlwaysPreTouch",
            "-XX:-UsePerfData",
            "--dry-run",
            "Main");
    assertThat(command("-jar shop.jar serve")).endsWith("--dry-run", "-jar", "shop.jar");
    assertThat(command("-m shop/org.Main serve")).endsWith("--dry-run", "-m", "shop/org.Main");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-javaagent:a.jar=b",
        "-agentpath:/a.so",
        "-agentlib:jdwp=address=1",
        "-Xrunjdwp:address=1",
        "-Dcom.sun.management.jmxremote.port=1",
        "-Xlog:gc:file=a",
        "-Xloggc:a",
        "-XX:StartFlightRecording:filename=a",
        "-Xms9g",
        "-Xmx9g",
        "-XX:InitialHeapSize=9g",
        "-XX:MaxRAMPercentage=90",
        "-XX:+AlwaysPreTouch",
        "-XX:+UseLargePages",
        "-XX:OnOutOfMemoryError=kill",
        "-XX:ArchiveClassesAtExit=a",
        "-XX:+HeapDumpOnOutOfMemoryError",
      })
  void whatThisJvmAloneMayHaveIsLeftOut(String option) {
    assertThat(command(option + " Main")).doesNotContain(option).endsWith("Main");
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0||false|false",
        "1|Error: Could not find or load main class Main|true|false",
        "1|Unrecognized VM option 'Xyz'|true|false",
        "1|Error occurred during initialization of VM: Could not reserve enough space for heap"
            + " memory|false|true",
        "1|unable to create native thread: Resource temporarily unavailable|false|true",
        "137|''|false|true",
      })
  void onlyWhatTheNextLifeWouldMeetCounts(
      int status, String output, boolean obstacle, boolean unknown) {
    Rehearsal.Outcome outcome = Rehearsal.outcome(status, output == null ? "" : output);

    assertThat(!outcome.obstacle().isEmpty()).isEqualTo(obstacle);
    assertThat(!outcome.unknown().isEmpty()).isEqualTo(unknown);
  }

  @Test
  void whatTheJvmSaysIsQuotedWithoutItsNotes() {
    assertThat(
            Rehearsal.outcome(1, "NOTE: Picked up JDK_JAVA_OPTIONS: -x\nNo such thing\nEnding\n")
                .obstacle())
        .contains("ends at once: No such thing, Ending (perennial.restart.rehearse=false");
  }

  private static List<String> command(String words) {
    List<String> all = new ArrayList<>(List.of("java"));
    all.addAll(List.of(words.split(" ")));
    return Rehearsal.command(
        Path.of("/jdk/bin/java"), JvmOptions.of(all, name -> null, name -> null));
  }
}
