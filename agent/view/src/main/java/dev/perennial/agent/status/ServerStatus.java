package dev.perennial.agent.status;

import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Stage;
import org.jspecify.annotations.Nullable;

/**
 * What is known of this server at a moment.
 *
 * @param name its configured name
 * @param role in the roster, or the one that it is configured for before it is in it
 * @param stage in the roster
 * @param stageReason why it is in this stage, in words
 * @param successor who takes its place, or null
 * @param incarnation the number of its present life
 * @param mode of the cluster
 * @param action what may be done to it without asking
 * @param order what an operator asked of it and is not done yet
 * @param judgement of its aging
 * @param ready whether it is on the available list and its application answers
 * @param readyReason why it is ready, or why not, in words
 * @param uptimeSeconds of this life
 * @param sessions number of live sessions
 * @param requests ended since the start of this life
 * @param rejuvenations of this server, over all its lives
 * @param suppressedErrors of the agent, that the application did not see, in this life
 * @param duplexing how far it has come as a source; null while it duplexes nothing
 */
public record ServerStatus(
    String name,
    Role role,
    Stage stage,
    String stageReason,
    @Nullable String successor,
    long incarnation,
    Mode mode,
    Report.Action action,
    Report.Order order,
    Judgement judgement,
    boolean ready,
    String readyReason,
    double uptimeSeconds,
    long sessions,
    long requests,
    long rejuvenations,
    long suppressedErrors,
    Report.@Nullable Duplexing duplexing) {}
