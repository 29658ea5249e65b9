package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.Report;

/**
 * What this server can say of itself at a moment, apart from its place in the cluster: the parts of
 * its {@link Report}.
 *
 * @param order what an operator asked of it and is not done yet
 */
public record ServerFacts(
    Report.Order order,
    Report.Health health,
    Report.Restart restart,
    Report.Capacity capacity,
    Report.Addresses addresses) {}
