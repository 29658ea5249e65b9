package dev.perennial.bench;

/** What is measured, with its unit. */
enum Row {
  MAIN_CPU("CPU of the main thread until main", "ms"),
  FIRST_200("first 200", "ms"),
  FIRST_200_CPU("CPU of the process until then", "ms"),
  THREADS("threads under load", ""),
  OUR_THREADS("- named perennial-", ""),
  HAZELCAST_THREADS("- named hz.", ""),
  HEAP("heap after collection", "MB"),
  NON_HEAP("non-heap", "MB"),
  THROUGHPUT("requests per second", "1/s"),
  CPU("CPU a request, whole process", "us"),
  ALLOCATED("allocated a request, its thread", "B"),
  ALLOCATED_BY_AGENT("allocated by agent threads", "kB/s");

  final String title;
  final String unit;

  Row(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }
}
