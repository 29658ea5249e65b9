package dev.perennial.sample.client;

/**
 * One life of a server, as its answers name it: state in memory begins empty with each.
 *
 * @param server its name
 * @param startMillis when its JVM started
 */
record Life(String server, long startMillis) {}
