package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a real JVM says of its restart, while files that it was started with go. */
@Tag("jvm")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.INFERRED)
final class RestartAbilityIT {
  @TempDir Path folder;

  @Test
  void eachFileThatOptionsNameIsMissedByName() throws Exception {
    Path second = ForkedServer.agentJar(Files.createDirectory(folder.resolve("second")));
    Path library = folder.resolve("agent.so");
    Files.createSymbolicLink(library, home("lib/libjdwp.so"));
    Path logs = Files.createDirectory(folder.resolve("logs"));
    // By what is said of it, with all that must go for it.
    Map<String, Path> named = new LinkedHashMap<>();
    named.put("@ in JDK_JAVA_OPTIONS", write("arguments", "-Done=1"));
    named.put("-XX:VMOptionsFile", write("options", "-Dtwo=2 -javaagent:" + second));
    named.put("-XX:Flags", write("flags", "+UseTLAB"));
    named.put("-javaagent in " + folder.resolve("options"), second);
    named.put("-agentpath", library);
    named.put("-Xlog in JAVA_TOOL_OPTIONS", logs);
    try (ForkedServer server =
        ForkedServer.start(
            folder,
            ForkedServer.javaProgram(),
            Map.of(
                "JDK_JAVA_OPTIONS", "@" + folder.resolve("arguments"),
                "JAVA_TOOL_OPTIONS", "-Xlog:gc:file=" + logs.resolve("gc.log")),
            "jdk",
            "",
            List.of(
                "-XX:VMOptionsFile=" + folder.resolve("options"),
                "-XX:Flags=" + folder.resolve("flags"),
                "-agentpath:"
                    + library
                    + "=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0"))) {
      assertThat(server.get("/check")).as(server.output()).isEqualTo("[]");

      for (Map.Entry<String, Path> file : named.entrySet()) {
        Path aside = folder.resolve("aside");
        Files.move(file.getValue(), aside, StandardCopyOption.ATOMIC_MOVE);
        assertThat(server.get("/check"))
            .contains(
                "IMPOSSIBLE", file.getValue().toString(), "which " + file.getKey() + " names");
        Files.move(aside, file.getValue(), StandardCopyOption.ATOMIC_MOVE);
        assertThat(server.get("/check")).isEqualTo("[]");
      }
    }
  }

  @Test
  void anotherJvmIsStartedOnceAndEndsBeforeTheApplication() throws Exception {
    Path journal = folder.resolve("starts");
    try (ForkedServer server =
        start(loader(journal), "-Xms100m", "-XX:+HeapDumpOnOutOfMemoryError")) {
      assertThat(server.get("/open")).contains("whether a JVM starts");

      assertThat(server.get("/rehearse")).isEqualTo("[]");
      assertThat(server.get("/rehearse")).isEqualTo("[]");

      assertThat(server.get("/open")).doesNotContain("whether a JVM starts");
      assertThat(Files.readAllLines(journal)).hasSize(2);
      assertThat(Files.readAllLines(journal).get(0)).contains("-javaagent", "-Xms100m");
      assertThat(Files.readAllLines(journal).get(1))
          .contains("-Xmx64m", loader(journal)[0])
          .doesNotContain("-javaagent", "-Xms100m", "HeapDump");
      assertThat(server.output().lines().filter(l -> l.startsWith("ready "))).hasSize(1);
    }
  }

  @Test
  void optionsThatAreNoLongerUnderstoodAreFoundByAnotherStart() throws Exception {
    Path options = write("options", "-Dtwo=2");
    try (ForkedServer server = start("-XX:VMOptionsFile=" + options)) {
      assertThat(server.get("/rehearse")).isEqualTo("[]");

      Files.writeString(options, "-XX:NoSuchOption=7");

      assertThat(server.get("/rehearse"))
          .contains("CHANGED", "options has changed on disk")
          .contains("IMPOSSIBLE", "ends at once: Unrecognized VM option 'NoSuchOption=7'");
    }
  }

  @Test
  void withoutItItIsSaidThatItWasNotTried() throws Exception {
    Path journal = folder.resolve("starts");
    try (ForkedServer server = start(loader(journal), "-Dtest.no.rehearsal=true")) {
      assertThat(server.get("/rehearse")).isEqualTo("[]");

      assertThat(server.get("/open")).contains("(perennial.restart.rehearse=false)");
      assertThat(Files.readAllLines(journal)).hasSize(1);
    }
  }

  @Test
  void aLauncherThatIsNotJavaIsNamed() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("jdk/bin"));
    Files.createSymbolicLink(folder.resolve("jdk/lib"), home("lib"));
    Path launcher = Files.copy(home("bin/java"), bin.resolve("jsvc"));
    try (ForkedServer server =
        ForkedServer.start(folder, launcher, Map.of(), "jdk", "", List.of())) {
      assertThat(server.output()).contains("None[", "was started by " + launcher);
      assertThat(server.get("/check"))
          .contains("IMPOSSIBLE", "nobody is known to start it again", "perennial.restart=exit");
    }
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_23, disabledReason = "newer JVMs have no security manager")
  void aSecurityManagerIsNamed() throws Exception {
    Path policy = write("policy", "grant { permission java.security.AllPermission; };");
    try (ForkedServer server =
        start("-Djava.security.manager", "-Djava.security.policy==" + policy)) {
      assertThat(server.output()).contains("None[", "a SecurityManager is set");
    }
  }

  private static String[] loader(Path journal) {
    return new String[] {
      "-Djava.system.class.loader=" + JournalLoader.class.getName(),
      "-D" + JournalLoader.FILE + "=" + journal
    };
  }

  private ForkedServer start(String... options) throws IOException {
    return ForkedServer.start(folder, "jdk", "", List.of(options));
  }

  private ForkedServer start(String[] first, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(options));
    return ForkedServer.start(folder, "jdk", "", all);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Path home(String file) throws IOException {
    return Path.of(System.getProperty("java.home"), file).toRealPath();
  }
}
