package dev.perennial.agent.boot;

import dev.perennial.agent.server.Operator;
import dev.perennial.agent.status.ServerControl;

/** What an operator may ask over JMX. */
final class OperatorControl implements ServerControl {
  private final Operator operator;
  private final AgentStatus status;

  OperatorControl(Operator operator, AgentStatus status) {
    this.operator = operator;
    this.status = status;
  }

  @Override
  public void rejuvenate() {
    operator.rejuvenate();
  }

  @Override
  public void approve() {
    operator.approve();
  }

  @Override
  public void hold() {
    operator.hold();
  }

  @Override
  public void release() {
    operator.release();
  }

  @Override
  public String checkMove() {
    return status.checkMove();
  }
}
