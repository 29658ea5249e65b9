package dev.perennial.agent.restart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How this process was started, as it was then; this is what starts it again. Thread-safe.
 *
 * @param program the executable
 * @param libraries that were loaded then: files by name
 * @param missing what was not there then either: the JVM has started without it
 */
record Launch(
    Path program,
    CommandLine arguments,
    CommandLine environment,
    LaunchFiles files,
    Map<String, String> libraries,
    Set<NamedFile> missing) {
  private static final Path SELF = Path.of("/proc/self");

  /** Reads it from the kernel. */
  static Launch read(Path agentJar) throws IOException {
    Path program = Files.readSymbolicLink(SELF.resolve("exe"));
    CommandLine arguments = CommandLine.read(SELF.resolve("cmdline"));
    CommandLine environment = CommandLine.read(SELF.resolve("environ"));
    JvmOptions options = options(arguments, environment);
    Map<String, String> libraries = LaunchPaths.libraries();
    LaunchFiles files = new LaunchFiles();
    files.watch(List.of(program, agentJar));
    files.watch(LaunchPaths.ofStart(options));
    Set<NamedFile> missing = new HashSet<>();
    for (NamedFile file : NamedFiles.of(options, libraries).files()) {
      if (!file.isThere()) {
        missing.add(file);
      } else if (file.kind() == NamedFile.Kind.FILE) {
        files.watch(List.of(Path.of(file.name())));
      }
    }
    return new Launch(program, arguments, environment, files, libraries, Set.copyOf(missing));
  }

  /** Returns all options that it would be started with now: files of options are read anew. */
  JvmOptions options() {
    return options(arguments, environment);
  }

  private static JvmOptions options(CommandLine arguments, CommandLine environment) {
    return JvmOptions.of(
        arguments.strings().stream().map(CommandLine::text).toList(),
        environment::variable,
        Launch::content);
  }

  private static @Nullable String content(String name) {
    try {
      return CommandLine.text(Files.readString(Path.of(name), StandardCharsets.ISO_8859_1));
    } catch (IOException | InvalidPathException e) {
      // Not there: the file is among those that must be, and is looked for by itself.
      return null;
    }
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
    Set<Path> told = new HashSet<>();
    for (NamedFile file : NamedFiles.of(options(), libraries).files()) {
      if (!missing.contains(file) && !file.isThere()) {
        vetoes.add(new Veto(Veto.Kind.IMPOSSIBLE, file.missing()));
        told.add(Path.of(file.name()).toAbsolutePath().normalize());
      }
    }
    vetoes.addAll(files.changes(told));
    return List.copyOf(vetoes);
  }

  /** Returns what is not looked at, in words. */
  List<String> notChecked() {
    List<String> open = new ArrayList<>();
    for (String option : NamedFiles.of(options(), libraries).unresolved()) {
      open.add("the library of " + option + ", which is not loaded");
    }
    for (NamedFile file : missing) {
      open.add(file.name() + " (" + file.by() + "), which was not there at the start either");
    }
    return open;
  }

  /** Returns the image that starts it again, with what the next life is told. */
  ProcessImage image(
      @Nullable String agentOption,
      @Nullable String sockets,
      @Nullable Path note,
      @Nullable String secret) {
    CommandLine next = plainEnvironment();
    if (note != null) {
      next = next.withVariable(Environment.HANDOVER_NOTE, note.toString());
    }
    if (secret != null) {
      next = next.withVariable(Environment.INHERITED_SECRET, secret);
    }
    if (sockets != null) {
      next = next.withVariable(Environment.INHERITED_SOCKETS, sockets);
    }
    return new ProcessImage(
        CommandLine.bytes(program.toString()), argumentsWith(agentOption), next);
  }

  /** Returns the arguments of the next life, as {@link #image}. */
  CommandLine argumentsWith(@Nullable String agentOption) {
    return agentOption == null ? arguments : arguments.withFirstOption(agentOption);
  }

  /**
   * Returns the environment without what a life before has left, and without the secret, which has
   * been overwritten.
   */
  CommandLine plainEnvironment() {
    CommandLine plain = environment.withoutVariable(Environment.SECRET).withoutEmpty();
    for (String variable : Environment.LEFT) {
      plain = plain.withoutVariable(variable);
    }
    return plain;
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
