package io.imgsrch.operators.query.http;

import io.imgsrch.config.trace.Traceparent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers what never reaches a route, such as a request that is no valid HTTP. */
final class ProblemErrorHandler extends ErrorHandler {
  private final BooleanSupplier stopping;

  /**
   * @param stopping whether the server is: then what fails for no other reason fails for this one
   */
  ProblemErrorHandler(BooleanSupplier stopping) {
    this.stopping = stopping;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback)
      throws IOException {
    int answered = status == 500 && stopping.getAsBoolean() ? 503 : status;
    response.setStatus(answered);
    if (answered == 503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
    }
    var trace = RequestTrace.continuing(request.getHeaders().get(Traceparent.HEADER));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
    response.getHeaders().put(Traceparent.HEADER, trace.traceparent());
    response.write(true, ByteBuffer.wrap(json(answered, trace)), callback);
  }

  /** The status says what is wrong; the server's own message may tell too much. */
  private static byte[] json(int status, RequestTrace trace) {
    var detail = String.valueOf(HttpStatus.getMessage(status));
    return ApiJson.write(Problem.ofStatus(status, detail, trace.id()));
  }
}
