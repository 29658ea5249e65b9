package dev.perennial.bench.exam.heldout;

/** How long a leak lives, how long the server was healthy before, and how often it is looked at. */
enum Speed {
  MINUTES(600, 3600, 1200, 1),
  HOURS(3600, 12 * 3600, 4 * 3600, 10),
  DAYS(86400, 5 * 86400, 86400, 20),
  WEEKS(7 * 86400, 28 * 86400, 2 * 86400, 60);

  final double least;
  final double most;
  final double youngSeconds;
  final double stepSeconds;

  Speed(double least, double most, double youngSeconds, double stepSeconds) {
    this.least = least;
    this.most = most;
    this.youngSeconds = youngSeconds;
    this.stepSeconds = stepSeconds;
  }
}
