package dev.perennial.agent.evidence;

import java.util.List;

/**
 * A class that may be what leaks.
 *
 * @param name of the class
 * @param instances that have come
 * @param bytes that have come, with those of the classes that come along with it
 * @param carries those classes, of the JDK, of which as many have come: arrays, nodes of maps
 */
record Suspect(String name, long instances, long bytes, List<String> carries) {}
