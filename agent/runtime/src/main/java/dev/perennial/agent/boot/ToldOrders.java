package dev.perennial.agent.boot;

import dev.perennial.agent.alert.Alert;
import dev.perennial.agent.alert.AlertSender;
import dev.perennial.agent.log.Audit;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.server.RosterOrders;
import java.time.InstantSource;
import java.util.List;

/** Tells people, in the log, the audit and an alert, of orders that are not carried out. */
final class ToldOrders implements RosterOrders.Told {
  private static final String SOURCE = "orders";

  private final String server;
  private final String cluster;
  private final Log log;
  private final Audit audit;
  private final AlertSender alerts;
  private final InstantSource clock;

  ToldOrders(
      String server,
      String cluster,
      Log log,
      Audit audit,
      AlertSender alerts,
      InstantSource clock) {
    this.server = server;
    this.cluster = cluster;
    this.log = log;
    this.audit = audit;
    this.alerts = alerts;
    this.clock = clock;
  }

  @Override
  public void log(String line) {
    log.info(line);
  }

  @Override
  public void refused(String order) {
    log.warn("order", order, null);
    audit.record("the cluster", "order to " + server, order);
    alerts.hold(
        SOURCE,
        List.of(
            new Alert(
                clock.instant(), cluster, server, "ORDER_REFUSED", Alert.State.EVENT, order)));
    alerts.forget(SOURCE);
  }
}
