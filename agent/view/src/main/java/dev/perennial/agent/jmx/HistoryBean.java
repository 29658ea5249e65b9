package dev.perennial.agent.jmx;

import dev.perennial.agent.status.PastRejuvenation;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;

/** The past rejuvenations' figures. */
final class HistoryBean implements HistoryMBean {
  private static final Table<Row> PAST = new Table<>(Row.class, "Past rejuvenations", "round");

  private final Supplier<List<PastRejuvenation>> history;

  HistoryBean(Supplier<List<PastRejuvenation>> history) {
    this.history = history;
  }

  @Override
  public TabularData getRejuvenations() {
    return PAST.of(history.get().stream().map(Row::of).toList());
  }

  @Override
  public int getCount() {
    return history.get().size();
  }

  /** A rejuvenation's row. */
  private record Row(
      @Description("Its number, counted over all lives of the server") long round,
      @Description("When the verdict or the order came") Date begun,
      @Description("When the server was young again, or it was given up") Date ended,
      @Description("What came of it") String outcome,
      @Description("Why it was rejuvenated") String reason,
      @Description("Who took its place") @Nullable String successor,
      @Description("Sessions moved to the successor") long sessionsMoved,
      @Description("Bytes moved to the successor") long bytesMoved,
      @Description("How long requests waited at the switch-over, milliseconds") long switchMillis,
      @Description("Sessions that stayed behind or lost an attribute (loss L5)") long sessionsLeft,
      @Description("What stayed behind, a line each") String left,
      @Description("Requests that waited at the switch-over") long requestsHeld,
      @Description("Half of them waited at most so long, milliseconds") long heldMedianMillis,
      @Description("99 % of them waited at most so long, milliseconds") long heldP99Millis,
      @Description("The longest wait, milliseconds") long heldLongestMillis,
      @Description("Files removed by the clearing") long filesRemoved,
      @Description("Bytes of files removed by the clearing") long bytesRemoved,
      @Description("Live set of the heap before, bytes") long heapBefore,
      @Description("Live set of the heap after, bytes") long heapAfter,
      @Description("Memory of the process in RAM before, bytes") long rssBefore,
      @Description("Memory of the process in RAM after, bytes") long rssAfter,
      @Description("The process id before") long pidBefore,
      @Description("The process id after") long pidAfter,
      @Description("The folder of its evidence") @Nullable String evidence) {

    static Row of(PastRejuvenation past) {
      return new Row(
          past.round(),
          Date.from(past.begun()),
          Date.from(past.ended()),
          past.outcome(),
          past.reason(),
          past.successor(),
          past.moved().sessions(),
          past.moved().bytes(),
          past.moved().switchMillis(),
          past.moved().left(),
          String.join("\n", past.moved().leftLines()),
          past.moved().held().count(),
          past.moved().held().medianMillis(),
          past.moved().held().p99Millis(),
          past.moved().held().longestMillis(),
          past.filesRemoved(),
          past.bytesRemoved(),
          past.heapBefore(),
          past.heapAfter(),
          past.rssBefore(),
          past.rssAfter(),
          past.pidBefore(),
          past.pidAfter(),
          past.evidence());
    }
  }
}
