package dev.perennial.sample.demo;

/** The demo cannot go on; the message says why, in words for its user. */
final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  DemoFailure(String message) {
    super(message);
  }
}
