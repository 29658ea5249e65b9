package dev.perennial.agent.jmx;

import org.jspecify.annotations.Nullable;

/** The server in JMX; public because JMX asks for it. */
@Description("This server: where it stands, what is thought of it, and what may be asked of it")
public interface ServerMXBean {
  @Description("The server's configured name, the same in all its lives")
  String getName();

  @Description("PRIMARY: takes traffic; SPARE: held ready to be duplexed to")
  String getRole();

  @Description("Where it stands on the way from old to young")
  String getStage();

  @Description("Why it is in this stage")
  String getStageReason();

  @Description("STABLE, SUSPECT, UNSTABLE or CRITICAL: the worst verdict of its indicators")
  String getVerdict();

  @Description("The reason of the verdict, in words")
  String getReason();

  @Description("The least forecast of its indicators until one reaches its limit; null if none")
  @Unit("seconds")
  @Nullable Double getSecondsToExhaustion();

  @Description("The server that takes its place, or null")
  @Nullable String getSuccessor();

  @Description("The number of its present life; grows with each restart")
  @Unit("lives")
  long getIncarnation();

  @Description("How long this life has been running")
  @Unit("seconds")
  double getUptime();

  @Description("ACTIVE_STANDBY: spares take no traffic; ACTIVE_ACTIVE: each is the others' spare")
  String getMode();

  @Description("OBSERVE: only judges; SUPERVISED: waits for approve(); AUTOMATIC: acts")
  String getAction();

  @Description("What an operator asked for and is not done yet, or NONE")
  String getOrder();

  @Description("Whether it is on the available list and its application answers")
  boolean isReady();

  @Description("Why it is ready, or why it is not")
  String getReadyReason();

  @Description("Live sessions")
  @Unit("sessions")
  long getSessions();

  @Description("Requests ended since the start of this life")
  @Unit("requests")
  long getRequests();

  @Description("Rejuvenations of this server, over all its lives")
  @Unit("rejuvenations")
  long getRejuvenations();

  @Description("Errors of the agent that the application did not see; 0 in a sound agent")
  @Unit("errors")
  long getSuppressedErrors();

  @Description("What the duplexing is doing, or NONE")
  String getDuplexingState();

  @Description("The number of the present pre-copy round, 0 if none")
  @Unit("rounds")
  int getDuplexingPass();

  @Description("Sessions sent to the successor in all pre-copy rounds")
  @Unit("sessions")
  long getDuplexingSessionsSent();

  @Description("Sessions changed since the successor last acknowledged them")
  @Unit("sessions")
  long getDuplexingSessionsDirty();

  @Description("Bytes sent to the successor")
  @Unit("bytes")
  long getDuplexingBytesSent();

  @Description("How the duplexing goes on, or why it failed; empty if there is none")
  String getDuplexingDetail();

  @Description("What the last hand-over of this life has left behind, in words; empty for nothing")
  String getDuplexingLeft();

  @Description("Requests that waited at the gate in the switch-overs of this life")
  @Unit("requests")
  long getRequestsHeld();

  @Description("Half of them waited at most so long")
  @Unit("milliseconds")
  long getRequestsHeldMedian();

  @Description("99 % of them waited at most so long")
  @Unit("milliseconds")
  long getRequestsHeldP99();

  @Description("The longest wait of them")
  @Unit("milliseconds")
  long getRequestsHeldLongest();

  @Description("Rejuvenates this server as soon as it can be done, whatever the verdict")
  void rejuvenate();

  @Description("As rejuvenate(), also where that deploys another version than the one that runs")
  void rejuvenateWithChanges();

  @Description("Approves the rejuvenation that a supervised server waits with")
  void approve();

  @Description("Leaves this server as it is until release()")
  void hold();

  @Description("Ends a hold(), or takes back an order that is not being carried out yet")
  void release();

  @Description(
      "Serves again what was handed over to a successor that is down for good; only between the"
          + " last two servers, where no majority can decide it: make sure that the successor is"
          + " down")
  void takeBack();

  @Description("Says what would move, what would not and why; changes nothing")
  String checkMove();
}
