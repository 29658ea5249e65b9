package dev.perennial.bench.death;

import java.nio.file.Path;
import java.util.List;

/**
 * One way to die.
 *
 * @param title for people
 * @param what is used up, see {@link Dying}
 * @param launcher what starts the JVM, its command being the launcher's last arguments
 */
record DeathCase(
    String title, Path java, String collector, String heap, String what, List<String> launcher) {}
