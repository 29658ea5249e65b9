package dev.perennial.testing.options;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * Reads command lines into classes whose fields are picocli's options. All mistakes are told
 * together.
 */
public final class CommandLines {
  private static final int MISUSED = 2;

  private CommandLines() {}

  /**
   * Runs a program: does as asked, or prints help to the standard output, or mistakes to the
   * standard error stream.
   *
   * @param type annotated as a command, with an option for help
   * @param parser reads the options, by {@link #read} and whatever else there is to check
   * @param action returns the exit status of what it has done
   * @return the exit status: 0 for help, 2 for mistakes, else that of the action
   */
  public static <T, E extends Exception> int run(
      Class<T> type, String[] args, Function<List<String>, T> parser, Action<T, E> action)
      throws E {
    if (command(type).parseArgs(args).isUsageHelpRequested()) {
      System.out.print(help(type));
      return 0;
    }
    T options;
    try {
      options = parser.apply(List.of(args));
    } catch (IllegalArgumentException e) {
      String name = command(type).getCommandName();
      String.valueOf(e.getMessage()).lines().forEach(m -> System.err.println(name + ": " + m));
      System.err.println(name + ": --help names the options");
      return MISUSED;
    }
    return action.run(options);
  }

  /** Runs a program whose options have nothing more to be checked. */
  public static <T, E extends Exception> int run(Class<T> type, String[] args, Action<T, E> action)
      throws E {
    return run(type, args, list -> read(type, list), action);
  }

  /** What a program does with its options. */
  public interface Action<T, E extends Exception> {
    /** Returns the exit status. */
    int run(T options) throws E;
  }

  /**
   * Reads a command line.
   *
   * @param type annotated as a command; made by its constructor without arguments
   * @throws IllegalArgumentException with all mistakes, one on a line
   */
  public static <T> T read(Class<T> type, List<String> args) {
    CommandLine command = command(type);
    List<Exception> mistakes = command.parseArgs(args.toArray(String[]::new)).errors();
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(
          String.join("\n", mistakes.stream().map(Throwable::getMessage).toList()));
    }
    return type.cast(command.getCommand());
  }

  /** Returns the help of a command. */
  public static String help(Class<?> type) {
    return command(type).getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  private static CommandLine command(Class<?> type) {
    CommandLine command = new CommandLine(type);
    command.getCommandSpec().parser().collectErrors(true);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    return command;
  }
}
