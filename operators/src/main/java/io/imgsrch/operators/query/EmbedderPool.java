package io.imgsrch.operators.query;

import io.imgsrch.operators.async.Threads;
import io.imgsrch.operators.picture.PictureException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Embeds on threads of its own, since decoding and inference keep a core busy for a while. */
public final class EmbedderPool implements PhotoEmbedder {
  /** Embeds on the calling thread; called by several threads at a time. */
  public interface Model extends AutoCloseable {
    /**
     * See {@link PhotoEmbedder#embed}.
     *
     * @throws PictureException for bytes that are no readable picture
     */
    float[] embed(byte[] photo) throws PictureException;

    @Override
    void close();
  }

  /** Photos that wait or are embedded hold no more memory than this, one of them aside. */
  static final long MAX_BYTES = 128L * 1024 * 1024;

  private final Model model;
  private final ExecutorService threads;
  private final AtomicLong bytes = new AtomicLong();

  /**
   * Takes over the model.
   *
   * @param threadCount photos embedded at a time
   * @param maxQueued photos that may wait; further ones are refused
   */
  public EmbedderPool(Model model, int threadCount, int maxQueued) {
    this.model = model;
    this.threads =
        new ThreadPoolExecutor(
            threadCount,
            threadCount,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(maxQueued),
            Threads.named("imgsrch-embed"));
  }

  @Override
  public CompletableFuture<float[]> embed(byte[] photo) {
    if (bytes.getAndAdd(photo.length) >= MAX_BYTES) {
      bytes.addAndGet(-photo.length);
      return CompletableFuture.failedFuture(overloaded());
    }
    try {
      return CompletableFuture.supplyAsync(() -> embedNow(photo), threads)
          .whenComplete((vector, error) -> bytes.addAndGet(-photo.length));
    } catch (RejectedExecutionException e) {
      bytes.addAndGet(-photo.length);
      return CompletableFuture.failedFuture(overloaded());
    }
  }

  private static QueryException overloaded() {
    return new QueryException(ErrorCode.OVERLOADED, "too many photos wait to be embedded");
  }

  private float[] embedNow(byte[] photo) {
    try {
      return model.embed(photo);
    } catch (PictureException e) {
      throw new CompletionException(e);
    }
  }

  /** Waits for the photos being embedded, so that the model is not closed under them. */
  @Override
  public void close() {
    Threads.stop(threads, model::close);
  }
}
