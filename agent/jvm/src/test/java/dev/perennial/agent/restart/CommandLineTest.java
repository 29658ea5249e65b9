package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandLineTest {
  @TempDir Path folder;

  @Test
  void keepsEmptyArgumentsAndEveryByte() throws IOException {
    Path file = folder.resolve("cmdline");
    Files.write(file, new byte[] {'j', 0, 0, (byte) 0xff, (byte) 0x80, 0, 'x', 0});

    assertThat(CommandLine.read(file).strings()).containsExactly("j", "", "\u00ff\u0080", "x");
  }

  @Test
  void putsAnOptionBeforeAllOthers() {
    assertThat(new CommandLine(List.of("java", "-cp", "x", "Main")).withFirstOption("-javaagent:a"))
        .isEqualTo(new CommandLine(List.of("java", "-javaagent:a", "-cp", "x", "Main")));
  }

  @Test
  void replacesAVariableAndNoOther() {
    CommandLine environment = new CommandLine(List.of("A=1", "AB=2", "C=3"));

    assertThat(environment.withVariable("A", "4").strings()).containsExactly("AB=2", "C=3", "A=4");
    assertThat(environment.withoutVariable("AB").strings()).containsExactly("A=1", "C=3");
  }

  @Test
  void findsArgumentsThatNameADescriptor() {
    assertThat(
            new CommandLine(List.of("java", "@/dev/fd/63", "-Dx=/proc/self/fd/4", "-Dy=/dev/null"))
                .descriptorArguments())
        .containsExactly("@/dev/fd/63", "-Dx=/proc/self/fd/4");
  }
}
