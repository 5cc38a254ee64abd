package io.imgsrch.operators.embed;

import io.imgsrch.config.EmbedOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.config.metric.LatencyHistogram;
import io.imgsrch.operators.async.Threads;
import io.imgsrch.operators.dedup.EmbedRequest;
import io.imgsrch.operators.picture.PictureException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeds pictures on a few threads of its own. The queue before them is bounded by the operator's
 * capacity, and is part of the checkpoint.
 */
public final class EmbedPictures extends RichAsyncFunction<EmbedRequest, Verdict> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(EmbedPictures.class);

  static final String THREAD_NAME = "imgsrch-embed";

  private final Settings settings;
  private transient PictureEmbedder embedder;
  private transient ExecutorService threads;
  private transient Histogram latency;
  private transient volatile boolean closed;

  public EmbedPictures(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    embedder = new PictureEmbedder(settings);
    threads =
        Executors.newFixedThreadPool(
            settings.get(EmbedOptions.THREADS), Threads.named(THREAD_NAME));
    latency = getRuntimeContext().getMetricGroup().histogram("embed_ms", new LatencyHistogram());
  }

  @Override
  public void asyncInvoke(EmbedRequest request, ResultFuture<Verdict> result) {
    threads.execute(
        () -> {
          try {
            Failpoint.INFERENCE.reach();
            var verdict = embed(request);
            Failpoint.EMBEDDED.reach();
            result.complete(List.of(verdict));
          } catch (RuntimeException | Error e) {
            fail(result, e);
          }
        });
  }

  /**
   * What a task that ends cut off is in its checkpoint, and no failure: told of one, Flink would
   * fail a job that it is stopping with a savepoint. A task that has begun to end refuses results.
   */
  void fail(ResultFuture<Verdict> result, Throwable failure) {
    if (closed) {
      LOG.info("The task ended before a picture was embedded", failure);
      return;
    }
    try {
      result.completeExceptionally(failure);
    } catch (RejectedExecutionException ended) {
      LOG.info("The task ended before a picture was embedded", failure);
    }
  }

  private Verdict embed(EmbedRequest request) {
    long start = System.nanoTime();
    try {
      var embedded = embedder.embed(request.bytes());
      return Verdict.good(
          new ImageVector(
              request.imagePk(),
              embedder.modelId(),
              embedded.vector(),
              embedded.width(),
              embedded.height(),
              request.traceparent()));
    } catch (PictureException e) {
      return Verdict.bad(request.imagePk(), e.reason(), String.valueOf(e.getMessage()));
    } finally {
      latency.update(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }
  }

  /** The model outlives its callers: it is closed once the last of them is done. */
  @Override
  public void close() {
    closed = true;
    if (threads != null) {
      threads.shutdownNow();
    }
    if (embedder != null) {
      embedder.close();
    }
  }
}
