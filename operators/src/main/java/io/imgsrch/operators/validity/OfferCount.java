package io.imgsrch.operators.validity;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;

/**
 * How many offers there are, exactly, over all subtasks together. Offers are never removed, only
 * marked as deleted. Unknown, a negative number, if the state is older than the counting.
 */
public final class OfferCount {
  /** The operator that counts. */
  public static final String OPERATOR = "Offers";

  /** The name of the metric. */
  public static final String METRIC = "offers_in_state";

  private static final long UNKNOWN = -1;

  private final ListState<Long> counts;
  private volatile long count;

  /** Restores the count: the first subtask takes over those of all. */
  OfferCount(FunctionInitializationContext context, boolean first) throws Exception {
    counts =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("offer-count", Types.LONG));
    if (!context.isRestored()) {
      return;
    }
    boolean known = false;
    long sum = 0;
    for (var each : counts.get()) {
      known |= each != UNKNOWN;
      sum += Math.max(0, each);
    }
    count = known ? (first ? sum : 0) : UNKNOWN;
  }

  void register(MetricGroup metrics) {
    metrics.gauge(METRIC, (Gauge<Long>) this::value);
  }

  long value() {
    return count;
  }

  /** One more; for the task's thread. */
  void add() {
    if (count != UNKNOWN) {
      long more = count + 1;
      count = more;
    }
  }

  void snapshot() throws Exception {
    counts.update(List.of(count));
  }
}
