package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JvmOptionsTest {
  private static final Map<String, String> FILES =
      Map.of(
          "args", "-Xss1m -cp\n'a b.jar'",
          "outer", "@args",
          "whole", "-Xmx1g org.shop.Main serve",
          "vm", "-Xint -XX:VMOptionsFile=nested",
          "tool", "-Dt=1");

  @Test
  void variablesComeAroundTheCommandLineInTheOrderOfTheJvm() {
    JvmOptions options =
        options(
            Map.of(
                "JAVA_TOOL_OPTIONS", "-Da=1 -XX:VMOptionsFile=tool",
                "JDK_JAVA_OPTIONS", "-Db=2",
                "_JAVA_OPTIONS", "-Dd=4"),
            "-Dc=3",
            "Main");

    assertThat(options.options())
        .extracting(o -> String.join(" ", o.words()) + "|" + o.from())
        .containsExactly(
            "-Da=1|JAVA_TOOL_OPTIONS",
            "-Dt=1|tool",
            "-Db=2|JDK_JAVA_OPTIONS",
            "-Dc=3|",
            "-Dd=4|_JAVA_OPTIONS");
    assertThat(options.files())
        .containsExactly(
            new JvmOptions.OptionFile("tool", "-XX:VMOptionsFile in JAVA_TOOL_OPTIONS"));
  }

  @Test
  void argumentFilesAreReadOnceAndNotInOneAnother() {
    JvmOptions options = options(Map.of("JDK_JAVA_OPTIONS", "@args"), "@gone", "Main", "@args");

    assertThat(options.options())
        .extracting(JvmOptions.Option::words)
        .containsExactly(List.of("-Xss1m"), List.of("-cp", "a b.jar"));
    assertThat(options.files())
        .containsExactly(
            new JvmOptions.OptionFile("args", "@ in JDK_JAVA_OPTIONS"),
            new JvmOptions.OptionFile("gone", "@"));
    assertThat(options(Map.of(), "@outer").program()).containsExactly("@args");
  }

  @Test
  void whatComesAfterTheMainClassIsTheApplications() {
    assertThat(options(Map.of(), "@whole", "-Xms1g", "@args").program())
        .containsExactly("org.shop.Main", "serve", "-Xms1g", "@args");
    assertThat(options(Map.of(), "-jar", "-Xss1m", "shop.jar", "-x").program())
        .containsExactly("-jar", "shop.jar", "-x");
    assertThat(options(Map.of(), "-p", "mods", "-m", "shop/org.Main", "-x").program())
        .containsExactly("-m", "shop/org.Main", "-x");
  }

  @Test
  void anAtSignCanBeMeantAsItIs() {
    assertThat(options(Map.of(), "-Da=1", "@@x", "y").program()).containsExactly("@x", "y");
    JvmOptions plain = options(Map.of(), "--disable-@files", "@args");
    assertThat(plain.program()).containsExactly("@args");
    assertThat(plain.files()).isEmpty();
  }

  @Test
  void aFileOfVmOptionsNamesNoOther() {
    JvmOptions options = options(Map.of(), "-XX:VMOptionsFile=vm", "Main");

    assertThat(options.options())
        .extracting(JvmOptions.Option::text)
        .containsExactly("-Xint", "-XX:VMOptionsFile=nested");
    assertThat(options.files()).hasSize(1);
  }

  private static JvmOptions options(Map<String, String> environment, String... arguments) {
    List<String> all = new ArrayList<>(List.of("java"));
    all.addAll(List.of(arguments));
    return JvmOptions.of(all, environment::get, FILES::get);
  }
}
