package io.imgsrch.operators.progress;

import io.imgsrch.config.event.Progress;
import io.imgsrch.config.progress.ExecutionGraph;
import io.imgsrch.config.progress.ProgressReports;
import io.imgsrch.config.progress.Reporter;
import io.imgsrch.operators.decode.RawRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what a source reads, and sends a watermark after it from time to time: a reading of the
 * clock, so that a partition without records holds up nobody. Reports which records each of them
 * follows.
 *
 * <p>The positions are in the checkpoint. A subtask may get those of partitions that another one
 * reads from then on, which is true of them all the same: what was read before the checkpoint is
 * before every watermark of the run.
 */
public final class TrackPositions extends AbstractStreamOperator<RawRecord>
    implements OneInputStreamOperator<RawRecord, RawRecord> {
  private static final long serialVersionUID = 1L;

  /** Key of the only entry. */
  private static final int LAST = 0;

  private final String topicName;
  private final long intervalMillis;
  private final ProgressReports.@Nullable Factory reports;
  private transient Map<Integer, Long> offsets;
  private transient ListState<PartitionOffset> state;
  private transient BroadcastState<Integer, Long> lastState;
  private transient @Nullable Reporter reporter;
  private transient long last;

  /**
   * @param topicName the topic that is read
   * @param interval between watermarks
   * @param reports null where nobody asks for positions
   */
  public TrackPositions(
      String topicName, Duration interval, ProgressReports.@Nullable Factory reports) {
    this.topicName = topicName;
    this.intervalMillis = interval.toMillis();
    this.reports = reports;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("positions", TypeInformation.of(PartitionOffset.class)));
    // One of every subtask, whatever the parallelism. As a union of lists it would be refused now
    // and then by a stop with a savepoint, where one of the tasks has ended its source already.
    lastState =
        context
            .getOperatorStateStore()
            .getBroadcastState(new MapStateDescriptor<>("last-watermark", Types.INT, Types.LONG));
    var restoredLast = lastState.get(LAST);
    last = restoredLast == null ? Long.MIN_VALUE : restoredLast;
    offsets = new HashMap<>();
    for (var restored : state.get()) {
      offsets.merge(restored.partition(), restored.offset(), Math::max);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    if (reports != null) {
      var job = getRuntimeContext().getJobInfo();
      var task = getRuntimeContext().getTaskInfo();
      reporter =
          new Reporter(
              reports.open(),
              Progress.none(
                  job.getJobName(),
                  ExecutionGraph.id(getRuntimeContext().getMetricGroup()),
                  task.getAttemptNumber(),
                  Progress.Role.SOURCE,
                  topicName,
                  task.getIndexOfThisSubtask(),
                  task.getNumberOfParallelSubtasks()));
    }
    schedule();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    state.update(
        offsets.entrySet().stream()
            .map(entry -> new PartitionOffset(entry.getKey(), entry.getValue()))
            .toList());
    lastState.put(LAST, last);
  }

  @Override
  public void processElement(StreamRecord<RawRecord> element) {
    var origin = element.getValue().origin();
    offsets.merge(origin.partition(), origin.offset(), Math::max);
    output.collect(element);
  }

  /** The source's own say nothing. */
  @Override
  public void processWatermark(Watermark mark) {}

  /** Nobody is to go on without this. */
  @Override
  public void processWatermarkStatus(WatermarkStatus status) {}

  /** At the same moments everywhere: the least of all watermarks then moves once, not often. */
  private void schedule() {
    var time = getProcessingTimeService();
    long next = tick(time.getCurrentProcessingTime()) + intervalMillis;
    var unused = time.registerTimer(next, now -> mark());
  }

  private void mark() {
    last = Math.max(last + 1, tick(getProcessingTimeService().getCurrentProcessingTime()));
    output.emitWatermark(new Watermark(last));
    if (reporter != null) {
      reporter.report(last, offsets);
    }
    schedule();
  }

  private long tick(long millis) {
    return millis - Math.floorMod(millis, intervalMillis);
  }

  @Override
  public void close() throws Exception {
    super.close();
    if (reporter != null) {
      reporter.close();
    }
  }
}
