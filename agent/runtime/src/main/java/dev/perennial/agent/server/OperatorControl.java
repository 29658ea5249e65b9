package dev.perennial.agent.server;

import dev.perennial.agent.log.Audit;
import dev.perennial.agent.status.ServerControl;
import java.util.function.Supplier;

/** What an operator may ask over JMX; each order goes to the audit. */
public final class OperatorControl implements ServerControl {
  private final Operator operator;
  private final Supplier<String> check;
  private final Supplier<String> obstacle;
  private final Runnable takeBack;
  private final Audit audit;
  private final Supplier<String> who;
  private final String server;

  /**
   * @param check makes a dry run, and tells it in lines for people
   * @param obstacle what forbids a restart now, in words; empty if nothing does
   * @param takeBack throws IllegalStateException if it cannot be done
   * @param who tells who calls on the present thread
   */
  public OperatorControl(
      Operator operator,
      Supplier<String> check,
      Supplier<String> obstacle,
      Runnable takeBack,
      Audit audit,
      Supplier<String> who,
      String server) {
    this.operator = operator;
    this.check = check;
    this.obstacle = obstacle;
    this.takeBack = takeBack;
    this.audit = audit;
    this.who = who;
    this.server = server;
  }

  @Override
  public void rejuvenate() {
    order("rejuvenate", this::rejuvenateIfPossible);
  }

  /** Better refused now than with the sessions moved and the server waiting for its restart. */
  private void rejuvenateIfPossible() {
    String held = obstacle.get();
    if (!held.isEmpty()) {
      throw new IllegalStateException("rejuvenate is refused: " + held);
    }
    operator.rejuvenate();
  }

  @Override
  public void approve() {
    order("approve", operator::approve);
  }

  @Override
  public void hold() {
    order("hold", operator::hold);
  }

  @Override
  public void release() {
    order("release", operator::release);
  }

  @Override
  public void takeBack() {
    order("take back", takeBack);
  }

  private void order(String what, Runnable order) {
    String caller = who.get();
    try {
      order.run();
      audit.record(caller, what + " " + server, "accepted");
    } catch (IllegalStateException e) {
      audit.record(caller, what + " " + server, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  @Override
  public String checkMove() {
    String held = obstacle.get();
    return check.get() + "restart: " + (held.isEmpty() ? "possible" : held) + "\n";
  }
}
