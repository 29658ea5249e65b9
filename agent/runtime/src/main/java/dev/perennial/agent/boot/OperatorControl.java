package dev.perennial.agent.boot;

import dev.perennial.agent.log.Audit;
import dev.perennial.agent.server.Operator;
import dev.perennial.agent.status.ServerControl;
import java.util.function.Supplier;

/** What an operator may ask over JMX; each order goes to the audit. */
final class OperatorControl implements ServerControl {
  private final Operator operator;
  private final Supplier<String> check;
  private final Audit audit;
  private final Supplier<String> who;
  private final String server;

  /**
   * @param check makes a dry run, and tells it in lines for people
   * @param who tells who calls on the present thread
   */
  OperatorControl(
      Operator operator, Supplier<String> check, Audit audit, Supplier<String> who, String server) {
    this.operator = operator;
    this.check = check;
    this.audit = audit;
    this.who = who;
    this.server = server;
  }

  @Override
  public void rejuvenate() {
    order("rejuvenate", operator::rejuvenate);
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
    return check.get();
  }
}
