package dev.perennial.sample.demo;

import dev.perennial.sample.json.Json;

/**
 * What a shop says of itself.
 *
 * @param server that answered
 * @param pid of its process
 * @param startMillis when its JVM started
 * @param heapUsedBytes with garbage
 * @param heapMaxBytes at most
 */
record Health(String server, long pid, long startMillis, long heapUsedBytes, long heapMaxBytes) {
  static Health of(Json json) {
    return new Health(
        json.get("server").text(""),
        json.get("pid").number(-1),
        json.get("startMillis").number(-1),
        json.get("heapUsedBytes").number(-1),
        json.get("heapMaxBytes").number(-1));
  }
}
