package io.imgsrch.operators.query;

import io.imgsrch.config.trace.Traceparent;
import org.slf4j.MDC;

/** Puts a trace id on every line that is logged within. */
public final class TraceContext {
  private TraceContext() {}

  /** Runs a step of a request. */
  public static void run(String traceId, Runnable step) {
    MDC.put(Traceparent.LOG_KEY, traceId);
    try {
      step.run();
    } finally {
      MDC.remove(Traceparent.LOG_KEY);
    }
  }
}
