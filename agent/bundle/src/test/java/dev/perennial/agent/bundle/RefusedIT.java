package dev.perennial.agent.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Memory that code refuses, and not the JVM, is seen by the whole agent in a JVM of its own. */
@Execution(ExecutionMode.CONCURRENT)
class RefusedIT {
  @TempDir Path directory;

  @Test
  void aNettyThatHasNoMoreBuffersIsSeenByItsCounterAndByItsErrors() throws Exception {
    Path end = directory.resolve("end");
    Path log = directory.resolve("log/perennial.log");
    try (ChildJvm jvm =
        new ChildJvm.Start(directory)
            // As Netty's own advice has it: otherwise it takes the JDK's buffers, counted there.
            .with("--add-opens=java.base/java.nio=ALL-UNNAMED")
            .with("-Dio.netty.tryReflectionSetAccessible=true")
            .with("-Dio.netty.maxDirectMemory=" + (40 << 20))
            .withAgent(
                "server=s1,http.port=0,cluster.port=%d,action=observe,hold-time=1s,log.dir=%s"
                    .formatted(ChildJvm.freePort(), directory.resolve("log")))
            .main(classPath(), RefusedProgram.class, end.toString())) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                String metrics = metrics(Files.readString(log));
                assertThat(value(metrics, "memory_refusals_ratio")).as(metrics).isGreaterThan(0.05);
                assertThat(value(metrics, "buffers_netty_bytes")).as(metrics).isEqualTo(40 << 20);
              });
      assertThat(Files.readString(log)).contains("Netty's direct buffers 40 MiB of 40 MiB (100 %)");
      Files.writeString(end, "");

      assertThat(jvm.status()).as(jvm.output()).isZero();
      assertThat(jvm.output()).contains("lost 40").doesNotContain("refused 0,");
      assertThat(Files.readString(log)).doesNotContain("could not be woven");
    }
  }

  private static String classPath() {
    return Stream.concat(
            Stream.of(System.getProperty("child.class.path")),
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("netty-")))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String metrics(String log) throws Exception {
    Matcher endpoint = Pattern.compile("endpoint (http://[0-9.:]+)").matcher(log);
    assertThat(endpoint.find()).isTrue();
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(endpoint.group(1) + "/metrics")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static double value(String metrics, String name) {
    Matcher line = Pattern.compile("(?m)^perennial_" + name + "\\{.*} (\\S+)$").matcher(metrics);
    assertThat(line.find()).as(metrics).isTrue();
    return Double.parseDouble(line.group(1));
  }
}
