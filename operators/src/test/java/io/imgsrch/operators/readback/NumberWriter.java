package io.imgsrch.operators.readback;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** The least that publishes and reads back: the newest number of a key. */
final class NumberWriter
    extends KeyedProcessFunction<String, NumberWriter.Said, NumberWriter.Said> {
  private static final long serialVersionUID = 1L;
  static final String CHANGE = "change";

  private final Settings settings;
  private transient ValueState<Long> state;
  private transient @Nullable Readback<Long> readback;

  /**
   * A number to be published, under the trace {@link #CHANGE}; else one that was read.
   *
   * @param number null of a tombstone
   */
  record Said(String key, @Nullable Long number, String traceparent) {}

  NumberWriter(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    state = getRuntimeContext().getState(new ValueStateDescriptor<>("number", Types.LONG));
    readback = new Readback<>(getRuntimeContext(), settings, Topic.OFFERS, (key, number) -> number);
  }

  @Override
  public void processElement(Said record, Context context, Collector<Said> out) throws Exception {
    var timers = context.timerService();
    if (record.traceparent().equals(CHANGE)) {
      state.update(record.number());
      out.collect(new Said(record.key(), record.number(), "of " + record.number()));
      readback().published(timers);
    } else {
      readback()
          .read(
              record.key(),
              state.value(),
              record.number(),
              record.traceparent(),
              context.timestamp(),
              timers);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Said> out)
      throws Exception {
    var key = context.getCurrentKey();
    var trace = readback().overdue(key, state, context.timerService());
    if (trace != null) {
      out.collect(new Said(key, state.value(), trace));
    }
  }

  long rowsWrong() {
    return readback().rowsWrong();
  }

  private Readback<Long> readback() {
    return Objects.requireNonNull(readback, "not opened");
  }
}
