package io.imgsrch.operators.readback;

import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.trace.Traceparent;
import java.io.IOException;
import java.util.Objects;
import java.util.function.ToLongBiFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimerService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Holds a topic to the state of the one operator that writes it, and that reads it back. Keyed as
 * that operator is; rows are null where there is to be none.
 *
 * <p>A key is in doubt from when it is published until its record comes back, and while its newest
 * record says something else. When that lasts, the key is published once more, under a trace of its
 * own. If that record is what ends the doubt, the topic was wrong: a key's records keep their
 * order, so whatever else was on its way would have come before.
 *
 * <p>It does not last while the reading is behind: as long as records come back, but only such as
 * are older than the doubt, its own may be among those that wait. Without this, an operator that
 * cannot keep up would publish all that it has once more, and keep up even less.
 *
 * @param <R> a row
 */
public final class Readback<R> {
  private static final Logger LOG = LoggerFactory.getLogger(Readback.class);

  /** Timers are this much of the patience apart, or every record would need one of its own. */
  private static final int TIMERS = 4;

  private static final long NOT_YET = Long.MAX_VALUE;
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final Topic topic;
  private final ToLongBiFunction<String, R> digest;
  private final long patienceMillis;
  private final boolean repairs;
  private final ValueState<Doubt> doubts;
  private final Counter wrong;
  private final Counter repaired;
  private long runsSince = NOT_YET;
  private long readAt = NEVER;
  private long readUpTo = NEVER;

  /**
   * To be made when the operator opens.
   *
   * @param digest of a key's row
   */
  public Readback(
      RuntimeContext runtime, Settings settings, Topic topic, ToLongBiFunction<String, R> digest) {
    this.topic = topic;
    this.digest = digest;
    patienceMillis = settings.get(ReconcileOptions.TOPIC_PATIENCE).toMillis();
    repairs = settings.get(ReconcileOptions.REPAIR);
    doubts = runtime.getState(new ValueStateDescriptor<>("doubt", TypeInformation.of(Doubt.class)));
    var metrics = runtime.getMetricGroup().addGroup("table", topic.topicName());
    wrong = metrics.counter("rows_wrong");
    repaired = metrics.counter("rows_repaired");
  }

  /** The key's row has changed, and was published. */
  public void published(TimerService timers) throws IOException {
    if (patienceMillis > 0) {
      var doubt = doubts.value();
      long now = timers.currentProcessingTime();
      raise(doubt == null ? Doubt.unread(now) : doubt.answered(now, ""), timers);
    }
  }

  /**
   * A record of the key was read.
   *
   * @param expected what the state says now
   * @param found what the record says
   * @param appendedMillis when the record was appended to the topic, milliseconds since the epoch;
   *     null if just now, for all that is known
   */
  public void read(
      String key,
      @Nullable R expected,
      @Nullable R found,
      String traceparent,
      @Nullable Long appendedMillis,
      TimerService timers)
      throws IOException {
    if (patienceMillis == 0) {
      return;
    }
    readAt = timers.currentProcessingTime();
    readUpTo = Math.max(readUpTo, appendedMillis == null ? readAt : appendedMillis);
    var doubt = doubts.value();
    var trace = doubt == null ? "" : doubt.traceparent();
    if (doubt != null && doubt.isAnsweredBy(traceparent)) {
      tell(key, digest(key, expected), doubt);
      repaired.inc();
      trace = "";
    }
    // Digests cost more than all else here, and the rows are mostly the same as they are.
    if (Objects.deepEquals(expected, found)
        || Objects.equals(digest(key, expected), digest(key, found))) {
      if (doubt != null) {
        doubts.clear();
      }
    } else {
      raise(new Doubt(readAt, true, digest(key, found), trace), timers);
    }
  }

  /**
   * To be asked whenever a timer of the key fires.
   *
   * @param row what the state says now
   * @return the trace under which the row is to be published once more; null if it is not
   */
  public @Nullable String overdue(String key, ValueState<R> row, TimerService timers)
      throws IOException {
    var doubt = doubts.value();
    if (doubt == null) {
      return null;
    }
    long now = timers.currentProcessingTime();
    runsSince = Math.min(runsSince, now);
    // What a run before this one published may have to be worked out again first.
    long lasted = now - Math.max(runsSince, doubt.sinceMillis());
    if (lasted >= 0 && lasted < patienceMillis) {
      wake(now + patienceMillis - lasted, timers);
      return null;
    }
    if (isBehind(doubt, now)) {
      wake(now + patienceMillis, timers);
      return null;
    }
    if (!repairs) {
      tell(key, digest(key, row.value()), doubt);
      doubts.clear();
      return null;
    }
    var trace = doubt.traceparent().isEmpty() ? Traceparent.create() : doubt.traceparent();
    raise(doubt.answered(now, trace), timers);
    return trace;
  }

  /**
   * Partitions are not read at one pace, so that a record that is only just newer proves little.
   */
  private boolean isBehind(Doubt doubt, long now) {
    boolean reads = now - readAt < patienceMillis;
    return reads && readUpTo < doubt.sinceMillis() + timerStep();
  }

  private @Nullable Long digest(String key, @Nullable R row) {
    return row == null ? null : Long.valueOf(digest.applyAsLong(key, row));
  }

  /** How many rows were wrong. */
  long rowsWrong() {
    return wrong.getCount();
  }

  private void raise(Doubt doubt, TimerService timers) throws IOException {
    doubts.update(doubt);
    runsSince = Math.min(runsSince, doubt.sinceMillis());
    wake(doubt.sinceMillis() + patienceMillis, timers);
  }

  private void wake(long millis, TimerService timers) {
    long step = timerStep();
    timers.registerProcessingTimeTimer((millis + step - 1) / step * step);
  }

  private long timerStep() {
    return Math.max(1, patienceMillis / TIMERS);
  }

  private void tell(String key, @Nullable Long expected, Doubt doubt) {
    wrong.inc();
    try (var trace = MDC.putCloseable(Traceparent.LOG_KEY, doubt.traceId())) {
      LOG.warn(
          "Wrong row in the topic {}: {} should be {} and {}",
          topic.topicName(),
          key,
          Doubt.describe(expected),
          doubt.describe());
    }
  }
}
