package io.imgsrch.operators.reconcile;

import io.imgsrch.operators.validity.OfferCount;
import io.imgsrch.operators.validity.ValidityState;
import java.io.IOException;

/**
 * How many offers the state holds: the exact counts of all subtasks, or, where a state older than
 * the counting was restored, RocksDB's estimate. Flink gathers both every ten seconds.
 */
public final class OfferCounts {
  private static final String EXACT = OfferCount.OPERATOR + "." + OfferCount.METRIC;
  private static final String ESTIMATE =
      OfferCount.OPERATOR + "." + ValidityState.offer().getName() + ".rocksdb_estimate-num-keys";

  private static final String CHAINED = " -> ";

  private final FlinkRest flink;

  public OfferCounts(FlinkRest flink) {
    this.flink = flink;
  }

  /**
   * The count.
   *
   * @throws IOException if Flink does not know it now
   */
  public long inState() throws IOException {
    var job =
        flink
            .job(ValidityState.JOB_NAME)
            .orElseThrow(() -> new IOException(ValidityState.JOB_NAME + " does not run"));
    for (var vertex : flink.get(job).path("vertices")) {
      if ((vertex.path("name").asText() + CHAINED).startsWith(OfferCount.OPERATOR + CHAINED)) {
        var operator = "%s/vertices/%s".formatted(job, vertex.path("id").asText());
        long exact = sum(operator, EXACT);
        return exact >= 0 ? exact : sum(operator, ESTIMATE);
      }
    }
    throw new IOException(ValidityState.JOB_NAME + " has no operator " + OfferCount.OPERATOR);
  }

  /** Over all subtasks. */
  private long sum(String operator, String id) throws IOException {
    for (var metric : flink.get(operator + "/subtasks/metrics?agg=sum&get=" + id)) {
      if (metric.path("id").asText().equals(id)) {
        return Math.round(metric.path("sum").asDouble());
      }
    }
    throw new IOException("Flink has not gathered " + id + " yet");
  }
}
