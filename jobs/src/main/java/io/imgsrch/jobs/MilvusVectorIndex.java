package io.imgsrch.jobs;

import io.imgsrch.config.EmbedOptions;
import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.operators.async.Threads;
import io.imgsrch.operators.query.ScoredImage;
import io.imgsrch.operators.query.VectorIndex;
import io.imgsrch.sinks.milvus.MilvusSearcher;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Milvus for searches. Its client blocks, so its calls have threads of their own, and few. */
final class MilvusVectorIndex implements VectorIndex {
  private static final int THREADS = 8;

  private final MilvusSearcher milvus;
  private final ThreadPoolExecutor threads;

  private MilvusVectorIndex(MilvusSearcher milvus, int maxQueued) {
    this.milvus = milvus;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(maxQueued),
            Threads.named("imgsrch-milvus"));
  }

  static VectorIndex open(Settings settings) throws IOException {
    var milvus =
        MilvusSearcher.open(
            settings, Secrets.from(System.getenv()), settings.get(EmbedOptions.DIMENSION));
    return new MilvusVectorIndex(milvus, settings.get(QueryOptions.MAX_QUEUED));
  }

  @Override
  public CompletableFuture<List<ScoredImage>> search(float[] vector, int count, boolean current) {
    return call(
        () ->
            milvus.search(vector, Math.min(count, MilvusSearcher.MAX_COUNT), current).stream()
                .map(found -> new ScoredImage(found.imagePk(), found.score()))
                .toList());
  }

  @Override
  public CompletableFuture<Set<String>> present(Collection<String> imagePks) {
    return call(() -> milvus.present(imagePks));
  }

  @Override
  public CompletableFuture<Optional<float[]>> vectorOf(String imagePk) {
    return call(() -> milvus.vectorOf(imagePk));
  }

  private <T> CompletableFuture<T> call(Callable<T> request) {
    var answer = new CompletableFuture<T>();
    try {
      threads.execute(
          () -> {
            try {
              answer.complete(request.call());
            } catch (Exception | Error e) {
              answer.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(new IOException("too many searches wait for Milvus", e));
    }
    return answer;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    milvus.close();
  }
}
