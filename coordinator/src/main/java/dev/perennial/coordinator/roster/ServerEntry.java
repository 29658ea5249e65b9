package dev.perennial.coordinator.roster;

import org.jspecify.annotations.Nullable;

/**
 * One server in the roster.
 *
 * @param name its configured name, stable over restarts
 * @param incarnation the number of its present life; grows with each restart
 * @param role primary or spare
 * @param stage where it stands
 * @param successor who takes its place from DUPLEXING to RETURNING, else null
 * @param round the number of its present or last rejuvenation, counted over all its lives; 0 before
 *     the first
 * @param reason why it is in this stage, in words
 * @param sinceMillis when it came to this stage, epoch milliseconds of the planner's clock
 * @param voter whether it counts towards a majority
 */
public record ServerEntry(
    String name,
    long incarnation,
    Role role,
    Stage stage,
    @Nullable String successor,
    long round,
    String reason,
    long sinceMillis,
    boolean voter) {}
