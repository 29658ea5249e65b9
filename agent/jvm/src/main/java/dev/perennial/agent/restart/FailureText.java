package dev.perennial.agent.restart;

/** Says in one line of bounded length why native code cannot be used. */
final class FailureText {
  private static final int MAX_LENGTH = 300;

  private FailureText() {}

  static String of(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; depth < 10 && cause.getCause() != null; depth++) {
      cause = cause.getCause();
    }
    String text = String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
    String what =
        cause instanceof LinkageError
            ? "the native library cannot be loaded (it needs a temporary folder that can be written"
                + " to and executed from, -Djna.tmpdir names another, and the GNU C library): "
            : "a restart in place cannot be prepared: ";
    String line = what + cause.getClass().getSimpleName() + ": " + text;
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
  }
}
