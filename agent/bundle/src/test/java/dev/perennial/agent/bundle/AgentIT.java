package dev.perennial.agent.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The agent in JVMs of their own: it starts once, says what is wrong, and never harms its host. */
@Tag("jvm")
@Execution(ExecutionMode.CONCURRENT)
class AgentIT {
  /** The first that the runtime says. */
  private static final String STARTED = "perennial.server=s1 (agent argument)";

  @TempDir Path directory;

  private ChildJvm.Start start() {
    return new ChildJvm.Start(directory);
  }

  private String log() throws Exception {
    Path log = directory.resolve("log/perennial.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  private String agentArgs() throws IOException {
    return "server=s1,http.port=0,cluster.port=%d,log.dir=%s"
        .formatted(ChildJvm.freePort(), directory.resolve("log"));
  }

  /** Runs until the agent's log has this, then lets the application end by itself. */
  private String runUntilLogged(ChildJvm.Start start, String awaited) throws Exception {
    Path end = directory.resolve("end");
    try (ChildJvm jvm = start.main(Patient.class, end.toString())) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(log()).as(jvm.output()).contains(awaited));
      Files.writeString(end, "");
      assertThat(jvm.status()).as(jvm.output()).isZero();
      assertThat(jvm.output()).contains("application runs").contains("application ends");
      return jvm.output();
    }
  }

  @Test
  void theAgentStartsBehindTheApplication() throws Exception {
    String output = runUntilLogged(start().withAgent(agentArgs()), STARTED);

    assertThat(output).doesNotContain("could not start");
  }

  @Test
  void anOptionByWhichTheJvmEndsBeforeTheGuardIsNamed() throws Exception {
    runUntilLogged(
        start().with("-XX:+ExitOnOutOfMemoryError").withAgent(agentArgs()),
        "-XX:+ExitOnOutOfMemoryError: the JVM ends itself");
  }

  /** The cluster is left then, and nothing waits for a hand-over: a minute and more, otherwise. */
  @Test
  void aProgramWhoseMainReturnsEndsSoon() throws Exception {
    Path end = directory.resolve("end");
    try (ChildJvm jvm =
        start().withAgent(agentArgs() + ",action=supervised").main(Patient.class, end.toString())) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThat(log()).as(jvm.output()).contains("stage JOINING"));

      Files.writeString(end, "");

      Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> !jvm.isAlive());
      assertThat(jvm.status()).as(jvm.output()).isZero();
      assertThat(log()).doesNotContain("it hands over first");
    }
  }

  /** Of native code (JNA) and of sun.misc.Unsafe (Hazelcast), from Java 24 on. */
  @Test
  void theJdkWarnsOfNothingThatTheAgentDoes() throws Exception {
    String output = runUntilLogged(start().withAgent(agentArgs()), "stage ");

    assertThat(log()).contains("restarts this server in place");
    assertThat(output).doesNotContain("WARNING");
  }

  @Test
  void givenTwiceItStartsOnce() throws Exception {
    Path other = Files.copy(ChildJvm.JAR, directory.resolve("other-agent.jar"));

    String output =
        runUntilLogged(
            start()
                .withAgent(agentArgs())
                .withAgent(agentArgs())
                .with("-javaagent:" + other + "=" + agentArgs()),
            STARTED);

    assertThat(output.split("in this JVM already", -1)).hasSize(3);
    assertThat(log().split(Pattern.quote(STARTED), -1)).hasSize(2);
  }

  @Test
  void switchedOffItIsNotThere() throws Exception {
    Path end = Files.writeString(directory.resolve("end"), "");

    try (ChildJvm jvm =
        start()
            .withAgent(agentArgs())
            .with("-Dperennial.enabled=false")
            .main(BridgeProbe.class, end.toString())) {
      assertThat(jvm.status()).isZero();
      assertThat(jvm.output()).isEqualTo("bridge: none\n");
    }
  }

  @Test
  void theBridgeIsInJavaLangForEveryLoader() throws Exception {
    try (ChildJvm jvm = start().withAgent(agentArgs()).main(BridgeProbe.class)) {
      assertThat(jvm.status()).isZero();
      assertThat(jvm.output()).contains("bridge: java.base null");
    }
  }

  @Test
  void allMistakesAreSaidTogetherAndTheApplicationRunsOn() throws Exception {
    String output =
        runUntilLogged(
            start().withAgent(agentArgs() + ",hold-time=soon,garbage").with("-Dperennial.rol=x"),
            "the agent does nothing until");

    assertThat(output)
        .contains("perennial: perennial.hold-time=soon (agent argument): allowed is a time")
        .contains("perennial.garbage")
        .contains("did you mean perennial.role?");
    assertThat(log()).contains("hold-time=soon").contains("perennial.garbage");
  }

  @Test
  void aTemporaryFolderThatCannotBeWrittenLeavesTheErrorStream() throws Exception {
    Path none = Files.writeString(directory.resolve("no-folder"), "");

    try (ChildJvm jvm =
        start()
            .withAgent("server=s1,http.port=0")
            .with("-Djava.io.tmpdir=" + none)
            .main(Patient.class, directory.resolve("end").toString())) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(jvm.output()).contains(STARTED));
      assertThat(jvm.output()).contains("cannot write a log in " + none);
      assertThat(jvm.isAlive()).isTrue();
    }
  }

  @Test
  void aJdkToolIsLeftAlone() throws Exception {
    String options = "-javaagent:" + ChildJvm.JAR;

    try (ChildJvm tool =
        start().withEnvironment("JAVA_TOOL_OPTIONS", options).tool("keytool", "-help")) {
      assertThat(tool.status()).isZero();
      assertThat(tool.output())
          .contains("not started in a JDK tool; -Dperennial.enabled=true starts it there too");
    }
    try (ChildJvm tool =
        start()
            .withEnvironment("JAVA_TOOL_OPTIONS", options + " -Dperennial.enabled=false")
            .tool("jps")) {
      assertThat(tool.status()).isZero();
      assertThat(tool.output()).doesNotContain("perennial:");
    }
  }

  @Test
  void inARestartedJvmTheJdkAsksBeforeItBinds() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());

      // Its settings are wrong, so the runtime lets go of the bridge and leaves it to the probe.
      try (ChildJvm jvm =
          start()
              .withAgent("garbage")
              .withEnvironment("PERENNIAL_INHERITED_SOCKETS", "none")
              .main(BindProbe.class, port)) {
        assertThat(jvm.status()).as(jvm.output()).isZero();
        assertThat(jvm.output()).contains("asked for port " + port).contains("Not bound");
      }
    }
  }

  /** The process id is another's, so that nothing is believed; it is forgotten all the same. */
  @Test
  void whatTheLifeBeforeHasLeftIsSeenByTheAgentAlone() throws Exception {
    Path asked = directory.resolve("asked");
    try (ChildJvm jvm =
        start()
            .withAgent(agentArgs())
            .withEnvironment("PERENNIAL_INHERITED_SOCKETS", "1;5:127.0.0.1:80")
            .withEnvironment("PERENNIAL_HANDOVER_NOTE", directory.resolve("note").toString())
            .withEnvironment("PERENNIAL_EMERGENCY_NOTE", ";1;2;3;4;1;0;1;0;0;0;0")
            .withEnvironment("PERENNIAL_INHERITED_SECRET", "1;text:aHVzaA==")
            .withEnvironment("PERENNIAL_SECRET", "only the agent's: Yb7-kQ2")
            .withEnvironment("PERENNIAL_MODE", "active-active")
            .main(EnvironmentProbe.class, asked.toString())) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(log()).contains("restarts this server in place"));
      Files.writeString(asked, "");

      assertThat(jvm.status()).as(jvm.output()).isZero();
      assertThat(jvm.output())
          .contains("own: [PERENNIAL_MODE]")
          .containsPattern("inherited: \\[(PERENNIAL_(SECRET=|MODE=active-active)(, )?)+\\]")
          .contains("copied: [PERENNIAL_MODE=active-active]")
          .doesNotContain("Yb7-kQ2", "aHVzaA==");
    }
  }

  /** Other threads may be reading the environment, so the name stays. */
  @Test
  void attachTakesTheSecretOutOfTheEnvironmentToo() throws Exception {
    Path asked = directory.resolve("asked");
    try (ChildJvm jvm =
        start()
            .withEnvironment("PERENNIAL_SECRET", "only the agent's: Yb7-kQ2")
            .main(EnvironmentProbe.class, asked.toString())) {
      Awaitility.await().until(() -> jvm.output().contains("own: [PERENNIAL_SECRET]"));
      try (ChildJvm attach = start().jar("attach", Long.toString(jvm.pid()), agentArgs())) {
        assertThat(attach.status()).as(attach.output()).isZero();
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(log()).contains("restarts this server in place"));
      Files.writeString(asked, "");

      assertThat(jvm.status()).as(jvm.output()).isZero();
      assertThat(jvm.output())
          .contains("inherited: [PERENNIAL_SECRET=]")
          .contains("copied: [PERENNIAL_SECRET=]")
          .doesNotContain("Yb7-kQ2");
      assertThat(log()).doesNotContain("Yb7-kQ2");
    }
  }

  @Test
  void attachPutsTheAgentIntoARunningJvmOnce() throws Exception {
    Path end = directory.resolve("end");
    try (ChildJvm jvm = start().main(Patient.class, end.toString())) {
      Awaitility.await().until(() -> jvm.output().contains("application runs"));
      String pid = Long.toString(jvm.pid());

      try (ChildJvm attach = start().jar("attach", pid, agentArgs())) {
        assertThat(attach.status()).as(attach.output()).isZero();
        assertThat(attach.output()).contains("the agent is in process " + pid);
      }
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> log().contains(STARTED));
      try (ChildJvm again = start().jar("attach", pid)) {
        assertThat(again.status()).isZero();
        assertThat(again.output()).contains("has the agent already");
      }
      Files.writeString(end, "");
      assertThat(jvm.status()).isZero();
    }
  }

  @Test
  void attachSaysWhyItCannot() throws Exception {
    try (ChildJvm jvm =
        start().with("-XX:+DisableAttachMechanism").main(Patient.class, "/none/such")) {
      try (ChildJvm attach = start().jar("attach", Long.toString(jvm.pid()))) {
        assertThat(attach.status()).isEqualTo(3);
        assertThat(attach.output()).contains("-XX:+DisableAttachMechanism").contains("-javaagent");
      }
    }
    try (ChildJvm attach = start().jar("attach", "2147483646")) {
      assertThat(attach.status()).isEqualTo(3);
      assertThat(attach.output()).isEqualTo("perennial: there is no process 2147483646\n");
    }
    try (ChildJvm attach = start().jar("attach", "1", "secret=hush")) {
      assertThat(attach.status()).isEqualTo(3);
      assertThat(attach.output()).contains("PERENNIAL_SECRET").doesNotContain("hush");
    }
    try (ChildJvm attach = start().jar("attach", "me")) {
      assertThat(attach.status()).isEqualTo(2);
      assertThat(attach.output()).contains("takes a process id");
    }
  }

  @Test
  void helpAndVersionAreThere() throws Exception {
    try (ChildJvm help = start().jar()) {
      assertThat(help.status()).isZero();
      assertThat(help.output()).contains("attach PID").contains("coordinator");
    }
    try (ChildJvm version = start().jar("version")) {
      assertThat(version.status()).isZero();
      assertThat(version.output()).startsWith("perennial ");
    }
    try (ChildJvm unknown = start().jar("atach")) {
      assertThat(unknown.status()).isEqualTo(2);
      assertThat(unknown.output()).contains("there is no command \"atach\"");
    }
  }

  /** It sees the server that joins it, and leads, as it was there before. */
  @Test
  void aCoordinatorOfItsOwnRunsWithoutAnApplication() throws Exception {
    int port = ChildJvm.freePort();
    ChildJvm.Start start = start().withEnvironment("PERENNIAL_SECRET", "the secret of this test");
    try (ChildJvm coordinator = start.jar("coordinator", "server=c1", "cluster.port=" + port);
        ChildJvm server =
            start
                .withAgent(agentArgs() + ",cluster.members=127.0.0.1:" + port)
                .main(Patient.class, directory.resolve("end").toString())) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(coordinator.output())
                      .as("beside %s", server.output())
                      .contains("this coordinator leads", "s1: PRIMARY"));

      coordinator.terminate();

      assertThat(coordinator.status()).isEqualTo(143);
    }
  }

  /** Class-data sharing would be off for all but the JDK's classes, had the boot path grown. */
  @Test
  void classDataSharingIsKept() throws Exception {
    Path jar = TestJar.of(directory.resolve("app.jar"), BridgeProbe.class);
    String archive = directory.resolve("app.jsa").toString();
    try (ChildJvm dump =
        start()
            .with("-XX:ArchiveClassesAtExit=" + archive)
            .main(jar.toString(), BridgeProbe.class)) {
      assertThat(dump.status()).as(dump.output()).isZero();
    }

    try (ChildJvm jvm =
        start()
            .with("-XX:SharedArchiveFile=" + archive, "-Xlog:class+load")
            .withAgent(agentArgs())
            .main(jar.toString(), BridgeProbe.class)) {
      assertThat(jvm.status()).as(jvm.output()).isZero();
      assertThat(jvm.output().lines().filter(l -> l.contains("BridgeProbe source:")))
          .singleElement()
          .satisfies(l -> assertThat(l).contains("shared objects file (top)"));
    }
  }
}
