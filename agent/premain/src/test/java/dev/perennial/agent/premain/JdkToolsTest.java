package dev.perennial.agent.premain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdkToolsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.base/sun.security.tools.keytool.Main -list",
        "jdk.jcmd/sun.tools.jcmd.JCmd 123 VM.version",
        "jdk.jcmd/sun.tools.jps.Jps",
        "jdk.compiler/com.sun.tools.javac.Main Foo.java",
        "jdk.jlink/jdk.tools.jlink.internal.Main",
        "sun.tools.jps.Jps"
      })
  void isATool(String command) {
    assertThat(JdkTools.isTool(command)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "org.apache.catalina.startup.Bootstrap start",
        "app.jar",
        "com.example.jdk.Main jdk.jcmd/sun.tools",
        "jdk.compiler/com.sun.tools.javac.launcher.Main Foo.java"
      })
  void isAnApplication(String command) {
    assertThat(JdkTools.isTool(command)).isFalse();
  }

  @Test
  void aToolThatWasGivenTheAgentOnPurposeIsNotLeftOut() {
    String jps = "jdk.jcmd/sun.tools.jps.Jps";

    assertThat(JdkTools.isInjectedInto(jps, Map.of("JAVA_TOOL_OPTIONS", "-javaagent:x.jar")))
        .isTrue();
    assertThat(JdkTools.isInjectedInto(jps, Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g"))).isFalse();
    assertThat(JdkTools.isInjectedInto(jps, Map.of())).isFalse();
  }
}
