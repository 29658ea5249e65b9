package dev.perennial.e2e;

/** Here, what a case needs cannot be had. */
final class SkippedException extends Exception {
  private static final long serialVersionUID = 1L;

  SkippedException(String why) {
    super(why);
  }
}
