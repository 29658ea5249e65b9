package dev.perennial.coordinator.hazelcast;

import com.hazelcast.logging.LogEvent;
import com.hazelcast.logging.LogListener;
import java.util.List;
import java.util.logging.LogRecord;

/**
 * Passes Hazelcast's warnings on. It listens beside a logger of type "none", so that Hazelcast
 * never touches java.util.logging's manager, which belongs to the application (a JBoss wants to be
 * the first to do so).
 */
final class MemberLog implements LogListener {
  /** What Hazelcast warns of on each start, and MemberConfig wants so. */
  private static final List<String> EXPECTED =
      List.of("--add-opens", "SlowOperationDetector is disabled", "I/O Balancer is disabled");

  private final RateLimitedLog log;

  MemberLog(RateLimitedLog log) {
    this.log = log;
  }

  @Override
  public void log(LogEvent event) {
    LogRecord record = event.getLogRecord();
    String message = String.valueOf(record.getMessage());
    String logger = String.valueOf(record.getLoggerName());
    if (toldByTheInterceptor(record, logger) || EXPECTED.stream().anyMatch(message::contains)) {
      return;
    }
    Throwable thrown = record.getThrown();
    log.log(logger, "hazelcast: " + message + (thrown == null ? "" : " (" + thrown + ")"));
  }

  /** A refused connection is worth one line, not one more with a stack trace. */
  private static boolean toldByTheInterceptor(LogRecord record, String logger) {
    return logger.endsWith(".TcpServerAcceptor") && record.getThrown() != null;
  }
}
