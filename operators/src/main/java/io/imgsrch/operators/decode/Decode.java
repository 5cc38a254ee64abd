package io.imgsrch.operators.decode;

import io.imgsrch.config.event.DeadLetter;
import io.imgsrch.config.event.InvalidEventException;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.operators.deadletter.DeadLetters;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Bytes → event, or a dead letter. Nothing a producer sends may stop the job. */
public final class Decode<E> extends ProcessFunction<RawRecord, E> {
  private static final long serialVersionUID = 1L;

  private final EventParser<E> parser;
  private transient Counter events;
  private transient DeadLetters deadLetters;

  public Decode(EventParser<E> parser) {
    this.parser = parser;
  }

  @Override
  public void open(OpenContext context) {
    var metrics = getRuntimeContext().getMetricGroup();
    events = metrics.counter("events");
    deadLetters = new DeadLetters(metrics);
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<E> out) {
    events.inc();
    Failpoint.DECODE.reach();
    try {
      out.collect(parser.parse(record.value(), record.origin()));
    } catch (InvalidEventException e) {
      deadLetters.emit(
          context::output,
          new DeadLetter(
              record.origin(),
              record.key(),
              record.value(),
              e.reason(),
              String.valueOf(e.getMessage()),
              1));
    }
  }
}
