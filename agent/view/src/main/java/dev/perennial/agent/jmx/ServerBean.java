package dev.perennial.agent.jmx;

import dev.perennial.agent.status.HeldRequests;
import dev.perennial.agent.status.ServerControl;
import dev.perennial.agent.status.ServerStatus;
import dev.perennial.coordinator.roster.Report;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The server's figures and operations. */
final class ServerBean implements ServerMXBean {
  private static final String NONE = "NONE";

  private final Supplier<ServerStatus> status;
  private final Supplier<HeldRequests> held;
  private final ServerControl control;

  ServerBean(Supplier<ServerStatus> status, Supplier<HeldRequests> held, ServerControl control) {
    this.status = status;
    this.held = held;
    this.control = control;
  }

  @Override
  public String getName() {
    return status.get().name();
  }

  @Override
  public String getRole() {
    return status.get().role().name();
  }

  @Override
  public String getStage() {
    return status.get().stage().name();
  }

  @Override
  public String getStageReason() {
    return status.get().stageReason();
  }

  @Override
  public String getVerdict() {
    return status.get().judgement().verdict().name();
  }

  @Override
  public String getReason() {
    return status.get().judgement().reason();
  }

  @Override
  public @Nullable Double getSecondsToExhaustion() {
    return status.get().judgement().secondsToExhaustion();
  }

  @Override
  public @Nullable String getSuccessor() {
    return status.get().successor();
  }

  @Override
  public long getIncarnation() {
    return status.get().incarnation();
  }

  @Override
  public double getUptime() {
    return status.get().uptimeSeconds();
  }

  @Override
  public String getMode() {
    return status.get().mode().name();
  }

  @Override
  public String getAction() {
    return status.get().action().name();
  }

  @Override
  public String getOrder() {
    return status.get().order().name();
  }

  @Override
  public boolean isReady() {
    return status.get().ready();
  }

  @Override
  public String getReadyReason() {
    return status.get().readyReason();
  }

  @Override
  public long getSessions() {
    return status.get().sessions();
  }

  @Override
  public long getRequests() {
    return status.get().requests();
  }

  @Override
  public long getRejuvenations() {
    return status.get().rejuvenations();
  }

  @Override
  public long getSuppressedErrors() {
    return status.get().suppressedErrors();
  }

  @Override
  public String getDuplexingState() {
    Report.Duplexing duplexing = status.get().duplexing();
    return duplexing == null ? NONE : duplexing.state().name();
  }

  @Override
  public int getDuplexingPass() {
    Report.Duplexing duplexing = status.get().duplexing();
    return duplexing == null ? 0 : duplexing.pass();
  }

  @Override
  public long getDuplexingSessionsSent() {
    Report.Duplexing duplexing = status.get().duplexing();
    return duplexing == null ? 0 : duplexing.sessionsSent();
  }

  @Override
  public long getDuplexingSessionsDirty() {
    Report.Duplexing duplexing = status.get().duplexing();
    return duplexing == null ? 0 : duplexing.sessionsDirty();
  }

  @Override
  public long getDuplexingBytesSent() {
    Report.Duplexing duplexing = status.get().duplexing();
    return duplexing == null ? 0 : duplexing.bytesSent();
  }

  @Override
  public String getDuplexingDetail() {
    Report.Duplexing duplexing = status.get().duplexing();
    return duplexing == null ? "" : duplexing.detail();
  }

  @Override
  public String getDuplexingLeft() {
    Report.Duplexing duplexing = status.get().duplexing();
    return duplexing == null ? "" : duplexing.left();
  }

  @Override
  public long getRequestsHeld() {
    return held.get().summary().count();
  }

  @Override
  public long getRequestsHeldMedian() {
    return held.get().summary().medianMillis();
  }

  @Override
  public long getRequestsHeldP99() {
    return held.get().summary().p99Millis();
  }

  @Override
  public long getRequestsHeldLongest() {
    return held.get().summary().longestMillis();
  }

  @Override
  public void rejuvenate() {
    control.rejuvenate();
  }

  @Override
  public void rejuvenateWithChanges() {
    control.rejuvenateWithChanges();
  }

  @Override
  public void approve() {
    control.approve();
  }

  @Override
  public void hold() {
    control.hold();
  }

  @Override
  public void release() {
    control.release();
  }

  @Override
  public void takeBack() {
    control.takeBack();
  }

  @Override
  public String checkMove() {
    return control.checkMove();
  }
}
