package dev.perennial.bench.wild;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * One row of the table.
 *
 * @param name for people and for --only
 * @param before what was seen when it was tried first
 * @param must what must be, in words
 * @param words in the reason of the right verdict
 * @param seconds that it is watched at most
 * @param java home of the JDK
 */
record WildCase(
    String name,
    String before,
    String must,
    Expected expected,
    Setup setup,
    Pattern words,
    int seconds,
    Path java) {}
