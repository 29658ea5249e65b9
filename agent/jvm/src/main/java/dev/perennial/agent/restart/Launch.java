package dev.perennial.agent.restart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How this process was started, as it was then; this is what starts it again. Thread-safe.
 *
 * @param program the executable
 */
record Launch(Path program, CommandLine arguments, CommandLine environment, LaunchFiles files) {
  private static final Path SELF = Path.of("/proc/self");

  /** Reads it from the kernel. */
  static Launch read(Path agentJar) throws IOException {
    Path program = Files.readSymbolicLink(SELF.resolve("exe"));
    CommandLine arguments = CommandLine.read(SELF.resolve("cmdline"));
    CommandLine environment = CommandLine.read(SELF.resolve("environ"));
    LaunchFiles files = new LaunchFiles();
    files.watch(List.of(program, agentJar));
    files.watch(LaunchPaths.ofStart(arguments));
    return new Launch(program, arguments, environment, files);
  }

  /** Returns all that speaks against doing it again now. */
  List<Veto> check() {
    List<Veto> vetoes = new ArrayList<>();
    if (link("exe").endsWith(" (deleted)") || !Files.isExecutable(program)) {
      vetoes.add(
          new Veto(Veto.Kind.NO_EXEC, "the Java program " + program + " was deleted or replaced"));
    }
    if (link("cwd").endsWith(" (deleted)")) {
      vetoes.add(new Veto(Veto.Kind.IMPOSSIBLE, "the working directory was deleted"));
    }
    for (String argument : arguments.descriptorArguments()) {
      vetoes.add(
          new Veto(Veto.Kind.NO_EXEC, "the argument " + argument + " names a file that is gone"));
    }
    vetoes.addAll(files.changes());
    return List.copyOf(vetoes);
  }

  /** Returns the image that starts it again, with what the next life is told. */
  ProcessImage image(@Nullable String agentOption, @Nullable String sockets, @Nullable Path note) {
    CommandLine next = plainEnvironment();
    if (sockets != null) {
      next = next.withVariable(Environment.INHERITED_SOCKETS, sockets);
    }
    if (note != null) {
      next = next.withVariable(Environment.HANDOVER_NOTE, note.toString());
    }
    return new ProcessImage(
        CommandLine.bytes(program.toString()), argumentsWith(agentOption), next);
  }

  /** Returns the arguments of the next life, as {@link #image}. */
  CommandLine argumentsWith(@Nullable String agentOption) {
    return agentOption == null ? arguments : arguments.withFirstOption(agentOption);
  }

  /** Returns the environment without what a life before has left. */
  CommandLine plainEnvironment() {
    return environment
        .withoutVariable(Environment.INHERITED_SOCKETS)
        .withoutVariable(Environment.HANDOVER_NOTE)
        .withoutVariable(Environment.EMERGENCY);
  }

  private static String link(String name) {
    try {
      return Files.readSymbolicLink(SELF.resolve(name)).toString();
    } catch (IOException e) {
      // Cannot be told: the other checks decide.
      return "";
    }
  }
}
