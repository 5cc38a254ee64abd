package io.imgsrch.operators.deadletter;

import io.imgsrch.config.event.DeadLetter;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.trace.Traceparent;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The side output for dead letters: one tag for all steps, a counter for each reason. */
public final class DeadLetters {
  public static final OutputTag<DeadLetter> TAG =
      new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  /** What Flink's process functions offer: {@code Context::output}. */
  public interface Output {
    void emit(OutputTag<DeadLetter> tag, DeadLetter letter);
  }

  private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);

  /** Registers {@code dead_letters} with the label {@code reason}, all reasons at zero. */
  public DeadLetters(MetricGroup metrics) {
    for (var reason : Reason.values()) {
      counters.put(reason, metrics.addGroup("reason", reason.name()).counter("dead_letters"));
    }
  }

  /** Counts, logs and emits. */
  public void emit(Output output, DeadLetter letter) {
    counters.computeIfAbsent(letter.reason(), DeadLetters::unregistered).inc();
    var origin = letter.origin();
    try (var trace =
        MDC.putCloseable(Traceparent.LOG_KEY, Traceparent.traceId(origin.traceparent()))) {
      LOG.warn(
          "Dead letter {} from {}-{}@{}: {}",
          letter.reason(),
          origin.topic(),
          origin.partition(),
          origin.offset(),
          letter.message());
    }
    output.emit(TAG, letter);
  }

  private static Counter unregistered(Reason reason) {
    throw new IllegalStateException("every reason is registered, " + reason + " is not");
  }
}
