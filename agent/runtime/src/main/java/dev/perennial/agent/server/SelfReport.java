package dev.perennial.agent.server;

import dev.perennial.coordinator.aging.Judgement;
import java.util.function.Supplier;

/** Puts together what this server says of itself. For the agent's loop alone. */
public final class SelfReport implements Supplier<ServerFacts> {
  private final Supplier<Judgement> judged;
  private final Operator operator;
  private final Readiness readiness;
  private final Reluctance reluctance;
  private final Capacity capacity;
  private final Addresses addresses;
  private final RosterView roster;

  /**
   * Where this server is reached, each as of now, and empty while it is not known.
   *
   * @param app its application
   * @param state its agent, for state and questions, "host:port"
   * @param http the agent's endpoint
   */
  public record Addresses(Supplier<String> app, Supplier<String> state, Supplier<String> http) {}

  /**
   * @param judged the last judgement of its aging
   */
  public SelfReport(
      Supplier<Judgement> judged,
      Operator operator,
      Readiness readiness,
      Reluctance reluctance,
      Capacity capacity,
      Addresses addresses,
      RosterView roster) {
    this.judged = judged;
    this.operator = operator;
    this.readiness = readiness;
    this.reluctance = reluctance;
    this.capacity = capacity;
    this.addresses = addresses;
    this.roster = roster;
  }

  @Override
  public ServerFacts get() {
    Judgement judgement = judged.get();
    double load = capacity.load();
    reluctance.look(judgement, load);
    return new ServerFacts(
        judgement,
        operator.order(),
        readiness.uptime(),
        readiness.isHealthy(),
        readiness.isWarm(),
        capacity.hasContainer(),
        reluctance.obstacle(judgement),
        reluctance.waitsFor(judgement, load, roster.servers()),
        reluctance.isEmergency(judgement),
        addresses.app().get(),
        addresses.state().get(),
        addresses.http().get(),
        capacity.fingerprint(),
        capacity.sessions(),
        capacity.stateBytes(),
        capacity.headroomBytes(),
        load,
        capacity.requestsPerSecond());
  }
}
