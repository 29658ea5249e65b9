package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamedFilesTest {
  private static final Map<String, String> LIBRARIES = Map.of("libjdwp.so", "/jdk/lib/libjdwp.so");

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} -> {1} {2}")
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "-javaagent:/a.jar|/a.jar|FILE",
        "-javaagent:/a.jar=b=/c|/a.jar|FILE",
        "-agentpath:/a.so=b|/a.so|FILE",
        "-agentlib:jdwp=transport=dt_socket,address=1|/jdk/lib/libjdwp.so|FILE",
        "-Xrunjdwp:transport=dt_socket|/jdk/lib/libjdwp.so|FILE",
        "-XX:Flags=/f|/f|FILE",
        "-XX:CompilerDirectivesFile=/d|/d|FILE",
        "-XX:AllocateHeapAt=/mnt|/mnt|FOLDER",
        "-Xloggc:/l/a=b.log|/l/a=b.log|FOLDER_OF",
        "-Xlog:gc*:file=/l/gc-%p.log:time:filecount=5|/l/gc-%p.log|FOLDER_OF",
        "-Xlog:gc:/l/gc.log|/l/gc.log|FOLDER_OF",
        "-Xlog:gc:stderr:time|-|-",
        "-Xlog:gc|-|-",
        "-XX:StartFlightRecording|-|-",
        "-XX:StartFlightRecording:settings=profile|-|-",
        "-XX:StartFlightRecording=delay=1s,settings=/s.jfc|/s.jfc|FILE",
        "-XX:StartFlightRecording:filename=/r/a.jfr|/r/a.jfr|FOLDER_OF",
        "-Dcom.sun.management.config.file=/c|/c|FILE",
        "-Dcom.sun.management.jmxremote.password.file=/p|-|-",
        "-XX:SharedArchiveFile=/s.jsa|-|-",
        "-XX:AOTCache=/a.aot|-|-",
        "-Xshare:on -XX:SharedArchiveFile=/s.jsa|/s.jsa|FILE",
        "-XX:AOTMode=on -XX:AOTCache=/a.aot|/a.aot|FILE",
        "-Xshare:on -XX:SharedArchiveFile=/s.jsa -Xshare:auto|-|-",
        "-Dcom.sun.management.jmxremote.port=1"
            + " -Dcom.sun.management.jmxremote.password.file=/p|/p|FILE",
        "-XX:HeapDumpPath=/h -XX:ErrorFile=/e -XX:CompileCommandFile=/c -Xbootclasspath/a:/b|-|-",
      })
  void whatEndsTheJvmWhereItIsMissing(String options, String name, NamedFile.Kind kind) {
    List<NamedFile> files = named(options.split(" ")).files();

    if (name == null) {
      assertThat(files).isEmpty();
    } else {
      assertThat(files).hasSize(1);
      assertThat(files.get(0).name()).isEqualTo(name);
      assertThat(files.get(0).kind()).isEqualTo(kind);
    }
  }

  @Test
  void aLibraryThatIsNotLoadedIsNamedAsNotKnown() {
    assertThat(named("-agentlib:other=x").unresolved()).containsExactly("-agentlib:other");
  }

  @Test
  void theJarIsNamedButNotItsArguments() {
    assertThat(named("-jar", "/shop.jar", "-javaagent:/x").files())
        .containsExactly(new NamedFile("/shop.jar", "-jar", NamedFile.Kind.FILE));
  }

  @Test
  void itIsSaidWhereTheOptionStands() throws IOException {
    Path gone = folder.resolve("gone.jar");
    JvmOptions options =
        JvmOptions.of(
            List.of("java", "Main"),
            Map.of("JAVA_TOOL_OPTIONS", "-javaagent:" + gone)::get,
            n -> null);

    NamedFile file = NamedFiles.of(options, LIBRARIES).files().get(0);

    assertThat(file.isThere()).isFalse();
    assertThat(file.missing())
        .isEqualTo(
            gone
                + " is gone, which -javaagent in JAVA_TOOL_OPTIONS names: without it the next JVM"
                + " ends at once");
    Files.writeString(gone, "");
    assertThat(file.isThere()).isTrue();
  }

  @Test
  void aLogsFolderMustBeThereAndNotTheLog() throws IOException {
    NamedFile log = named("-Xloggc:" + folder.resolve("logs/gc.log")).files().get(0);
    assertThat(log.isThere()).isFalse();

    Files.createDirectory(folder.resolve("logs"));

    assertThat(log.isThere()).isTrue();
  }

  private static NamedFiles.Found named(String... words) {
    List<String> all = new ArrayList<>(List.of("java"));
    all.addAll(List.of(words));
    return NamedFiles.of(JvmOptions.of(all, name -> null, name -> null), LIBRARIES);
  }
}
