package dev.perennial.agent.server;

import dev.perennial.agent.log.Audit;
import dev.perennial.agent.status.ServerControl;
import java.util.List;
import java.util.function.Supplier;

/** What an operator may ask over JMX; each order goes to the audit. */
public final class OperatorControl implements ServerControl {
  private final Operator operator;
  private final Supplier<String> check;
  private final RestartLook restart;
  private final Runnable takeBack;
  private final Audit audit;
  private final Supplier<String> who;
  private final String closed;
  private final String server;

  /**
   * @param check makes a dry run, and tells it in lines for people
   * @param restart whether it could be done now
   * @param takeBack throws IllegalStateException if it cannot be done
   * @param who tells who calls on the present thread
   * @param closed why no order is taken, in words; empty if they are
   */
  public OperatorControl(
      Operator operator,
      Supplier<String> check,
      RestartLook restart,
      Runnable takeBack,
      Audit audit,
      Supplier<String> who,
      String closed,
      String server) {
    this.operator = operator;
    this.check = check;
    this.restart = restart;
    this.takeBack = takeBack;
    this.audit = audit;
    this.who = who;
    this.closed = closed;
    this.server = server;
  }

  @Override
  public void rejuvenate() {
    order("rejuvenate", this::rejuvenateIfPossible);
  }

  /** Better refused now than with the sessions moved and the server waiting for its restart. */
  private void rejuvenateIfPossible() {
    String held = held();
    if (!held.isEmpty()) {
      throw new IllegalStateException("rejuvenate is refused: " + held);
    }
    operator.rejuvenate();
  }

  @Override
  public void rejuvenateWithChanges() {
    order("rejuvenate with changes", this::rejuvenateWithChangesIfPossible);
  }

  private void rejuvenateWithChangesIfPossible() {
    String held = restart.obstacle(true);
    if (!held.isEmpty()) {
      throw new IllegalStateException("rejuvenateWithChanges is refused: " + held);
    }
    operator.rejuvenateWithChanges();
  }

  private String held() {
    String held = restart.obstacle(false);
    return !held.isEmpty() && restart.obstacle(true).isEmpty()
        ? held + " (rejuvenateWithChanges() accepts this)"
        : held;
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
      if (!closed.isEmpty()) {
        throw new IllegalStateException(what + " is refused: " + closed);
      }
      order.run();
      audit.record(caller, what + " " + server, "accepted");
    } catch (IllegalStateException e) {
      audit.record(caller, what + " " + server, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  @Override
  public String checkMove() {
    String held = held();
    List<String> open = restart.notChecked();
    return check.get()
        + "restart: "
        + (held.isEmpty() ? "possible" : held)
        + (open.isEmpty() ? "" : "; not checked: " + String.join("; ", open))
        + "\n";
  }
}
