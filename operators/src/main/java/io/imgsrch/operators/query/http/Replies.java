package io.imgsrch.operators.query.http;

import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.Failures;
import io.imgsrch.operators.query.QueryException;
import io.imgsrch.operators.query.SearchMetrics;
import io.imgsrch.operators.query.TraceContext;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers and errors. */
final class Replies {
  private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

  private final SearchMetrics metrics;
  private final Executor writers;
  private final Map<Object, CompletableFuture<?>> awaited = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /**
   * @param writers answers are written on these threads, so that a slow client holds none of those
   *     that search
   */
  Replies(SearchMetrics metrics, Executor writers) {
    this.metrics = metrics;
    this.writers = writers;
  }

  /** Answers with what the call gives, now or later. Called on one of the writers. */
  <T> void later(Context ctx, Supplier<CompletableFuture<T>> call, Consumer<T> write) {
    var trace = RequestTrace.of(ctx);
    var answer = unlessStopping(call.get());
    if (answer.isDone()) {
      var unused = answer.handle((value, error) -> reply(ctx, trace, value, error, write));
    } else {
      ctx.future(
          () ->
              answer.handleAsync(
                  (value, error) -> reply(ctx, trace, value, error, write), writers));
    }
  }

  private <T> boolean reply(
      Context ctx, RequestTrace trace, T value, @Nullable Throwable error, Consumer<T> write) {
    TraceContext.run(
        trace.id(),
        () -> {
          if (error == null) {
            write.accept(value);
          } else {
            failed(ctx, Failures.unwrapped(error));
          }
        });
    return true;
  }

  /** The same answer, which the end of the server fails if it is not there by then. */
  private <T> CompletableFuture<T> unlessStopping(CompletableFuture<T> answer) {
    var given = answer.copy();
    var key = new Object();
    awaited.put(key, given);
    var unused = given.whenComplete((value, error) -> awaited.remove(key));
    if (stopping) {
      refuse(given);
    }
    return given;
  }

  /** Refuses everything that is not answered yet, now and from now on. */
  void stop() {
    stopping = true;
    awaited.values().forEach(Replies::refuse);
  }

  private static void refuse(CompletableFuture<?> answer) {
    answer.completeExceptionally(
        new QueryException(ErrorCode.STOPPING, "this server ends: try again, or another one"));
  }

  void json(Context ctx, int status, Record body) {
    ctx.status(status).contentType("application/json").result(ApiJson.write(body));
  }

  /** Any error becomes a problem; what nobody foresaw is logged, and tells nothing outside. */
  void failed(Context ctx, Throwable error) {
    var traceId = RequestTrace.of(ctx).id();
    Problem problem;
    if (error instanceof QueryException refused) {
      problem = Problem.of(refused, traceId);
      LOG.debug("refused {} {}", ctx.method(), ctx.path(), refused);
    } else if (error instanceof HttpResponseException byServer) {
      problem =
          Problem.ofStatus(byServer.getStatus(), String.valueOf(byServer.getMessage()), traceId);
    } else {
      LOG.error("{} {} failed", ctx.method(), ctx.path(), error);
      problem =
          Problem.of(
              new QueryException(
                  ErrorCode.INTERNAL, "an unexpected error, logged under the trace id"),
              traceId);
    }
    metrics.failed(problem.code());
    if (problem.status() == 503) {
      ctx.header("Retry-After", "1");
    }
    ctx.status(problem.status()).contentType(Problem.CONTENT_TYPE).result(ApiJson.write(problem));
  }
}
