package io.imgsrch.operators.query.http;

import io.imgsrch.config.trace.Traceparent;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a request is part of: its caller's, or a new one.
 *
 * @param traceparent of our own span in it
 */
record RequestTrace(String traceparent) {
  private static final String ATTRIBUTE = RequestTrace.class.getName();
  private static final int SPAN_START = 36;
  private static final int SPAN_END = 52;

  static RequestTrace continuing(@Nullable String callers) {
    var own = Traceparent.create();
    return new RequestTrace(
        callers != null && Traceparent.isValid(callers)
            ? callers.substring(0, SPAN_START)
                + own.substring(SPAN_START, SPAN_END)
                + callers.substring(SPAN_END)
            : own);
  }

  /** The one of this request, made with the first call. */
  static RequestTrace of(Context ctx) {
    RequestTrace trace = ctx.attribute(ATTRIBUTE);
    if (trace == null) {
      trace = continuing(ctx.header(Traceparent.HEADER));
      ctx.attribute(ATTRIBUTE, trace);
    }
    return trace;
  }

  String id() {
    return Traceparent.traceId(traceparent);
  }
}
