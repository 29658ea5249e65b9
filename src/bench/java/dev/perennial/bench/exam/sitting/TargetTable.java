package dev.perennial.bench.exam.sitting;

/** A table of what was promised, what was measured, and whether that is enough. */
final class TargetTable {
  private final StringBuilder text =
      new StringBuilder("| target | measured | |\n| --- | --- | --- |\n");

  void line(String target, String measured, boolean met) {
    text.append("| ").append(target).append(" | ").append(measured);
    text.append(met ? " | met |\n" : " | **missed** |\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
