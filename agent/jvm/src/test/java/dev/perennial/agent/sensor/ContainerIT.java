package dev.perennial.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real JVMs in real cgroups (of version 1, which this machine may not have), judged by what all
 * sensors read.
 */
@Execution(ExecutionMode.CONCURRENT)
final class ContainerIT {
  private static final long MIB = 1 << 20;

  @ParameterizedTest(name = "{1} in {0} MiB")
  @CsvSource({"400, -Xmx320m -XX:+UseG1GC", "512, -Xmx384m -XX:+UseZGC -Dheap=190000000"})
  void whatLivesInAContainerOrFillsItsHeapThereIsLeftAlone(long mib, String options)
      throws Exception {
    isLeftAlone(mib, options);
  }

  @Tag("full")
  @ParameterizedTest(name = "{1} in {0} MiB")
  @CsvSource({
    "400, -Xmx384m -XX:+UseSerialGC",
    "512, -Xmx384m -XX:+UseG1GC -Dheap=150000000",
    "512, -Xmx384m -XX:+UseShenandoahGC -Dheap=190000000"
  })
  void soItIsWithOtherCollectors(long mib, String options) throws Exception {
    isLeftAlone(mib, options);
  }

  private static void isLeftAlone(long mib, String options) throws Exception {
    List<String> out = run(mib * MIB, options);

    assertThat(out).noneMatch(l -> l.startsWith("UNSTABLE") || l.startsWith("CRITICAL"));
    assertThat(out).noneMatch(l -> l.startsWith("failed"));
    assertThat(last(out)).startsWith("worst ");
    assertThat(out)
        .filteredOn(l -> l.startsWith("memory.container 599 s"))
        .singleElement()
        .asString()
        .contains(" of " + mib * MIB + ",");
  }

  /** Nothing but the kernel ends it: the program itself would go on. */
  @Test
  void theKernelsKillIsForeseen() throws Exception {
    List<String> out = run(400 * MIB, "-Xmx256m -XX:+UseSerialGC -Dnative=1000000");

    assertThat(last(out)).as("killed").doesNotStartWith("worst");
    assertThat(out)
        .anyMatch(l -> l.startsWith("UNSTABLE") && l.contains("memory of the container"));
  }

  @Test
  void aHeapThatCannotFitIsToldAtTheStart() throws Exception {
    List<String> out = run(400 * MIB, "-Xmx1g -XX:+UseSerialGC");

    assertThat(out)
        .filteredOn(l -> l.startsWith("notice"))
        .singleElement()
        .asString()
        .startsWith("notice -Xmx1g: a heap of ")
        .contains(" do not fit into the 400 MiB of the cgroup ");
    assertThat(last(out)).startsWith("worst STABLE");
  }

  @Test
  void aLimitThatChangesInPlaceIsReadAnew() throws Exception {
    List<String> out = run(400 * MIB, "-Xmx64m -XX:+UseSerialGC", Long.toString(200 * MIB));

    assertThat(out)
        .anyMatch(l -> l.startsWith("memory.container 239 s") && l.contains(" of " + 400 * MIB))
        .anyMatch(l -> l.startsWith("memory.container 359 s") && l.contains(" of " + 200 * MIB));
  }

  private static List<String> run(long bytes, String options, String... laterLimit)
      throws IOException, InterruptedException {
    Optional<MemoryGroup> made = MemoryGroup.make(bytes);
    assumeTrue(made.isPresent(), "no cgroups of version 1 for memory, or not allowed to make any");
    try (MemoryGroup group = made.orElseThrow()) {
      List<String> command = new ArrayList<>(group.prefix());
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of(options.split(" ")));
      command.addAll(
          List.of("-cp", System.getProperty("java.class.path"), ContainerProbe.class.getName()));
      if (laterLimit.length == 1) {
        command.addAll(List.of(group.limit().toString(), laterLimit[0]));
      }
      List<String> out = run(command);
      assumeTrue(
          out.stream().noneMatch(l -> l.contains("Unrecognized VM option")),
          "this JDK has not that collector");
      out.forEach(System.out::println);
      return out;
    }
  }

  private static List<String> run(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("container", ".txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      return Files.readAllLines(out, StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly().waitFor();
      Files.delete(out);
    }
  }

  private static String last(List<String> out) {
    return out.isEmpty() ? "" : out.get(out.size() - 1);
  }
}
