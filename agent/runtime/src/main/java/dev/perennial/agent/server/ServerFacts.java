package dev.perennial.agent.server;

import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.roster.Report;

/**
 * What this server can say of itself at a moment, apart from its place in the cluster; the
 * components are those of {@link Report}.
 *
 * @param judgement of its aging
 * @param order what an operator asked of it and is not done yet
 */
public record ServerFacts(
    Judgement judgement,
    Report.Order order,
    double uptimeSeconds,
    boolean healthy,
    boolean warm,
    boolean gate,
    String obstacle,
    String waits,
    boolean emergency,
    String appUrl,
    String stateAddress,
    String httpUrl,
    String fingerprint,
    long sessions,
    long stateBytes,
    long headroomBytes,
    double load,
    double requestsPerSecond) {}
