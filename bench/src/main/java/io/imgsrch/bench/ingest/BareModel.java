package io.imgsrch.bench.ingest;

import io.imgsrch.bench.drain.Drain;
import io.imgsrch.bench.drain.DrainClock;
import io.imgsrch.config.Settings;
import io.imgsrch.operators.async.Threads;
import io.imgsrch.operators.embed.PictureEmbedder;
import io.imgsrch.operators.picture.PictureException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The embedding as the job does it, from a file's bytes to its vector, and nothing else: no Kafka,
 * no fetch, no state.
 */
final class BareModel implements AutoCloseable {
  private final PictureEmbedder embedder;
  private final int threads;

  /**
   * Loads the model.
   *
   * @param settings of the job
   * @param threads as many as the job embeds with
   */
  BareModel(Settings settings, int threads) {
    this.embedder = new PictureEmbedder(settings);
    this.threads = threads;
  }

  /**
   * Times how these are worked off.
   *
   * @throws IOException if one cannot be embedded
   */
  Drain time(List<byte[]> pictures) throws IOException, InterruptedException {
    var next = new AtomicInteger();
    var done = new AtomicLong();
    var failure = new AtomicReference<@Nullable Exception>();
    var executor = Executors.newFixedThreadPool(threads, Threads.named("imgsrch-bare-model"));
    try {
      for (int i = 0; i < threads; i++) {
        executor.execute(
            () -> {
              try {
                work(pictures, next, done);
              } catch (PictureException | RuntimeException e) {
                failure.set(e);
                done.set(pictures.size());
              }
            });
      }
      var drain = new DrainClock(done::get).time(0, pictures.size());
      var failed = failure.get();
      if (failed != null) {
        throw new IOException("a picture cannot be embedded: " + failed.getMessage(), failed);
      }
      return drain;
    } finally {
      Threads.stop(executor);
    }
  }

  private void work(List<byte[]> pictures, AtomicInteger next, AtomicLong done)
      throws PictureException {
    for (int i = next.getAndIncrement();
        i < pictures.size() && !Thread.interrupted();
        i = next.getAndIncrement()) {
      embedder.embed(pictures.get(i));
      done.incrementAndGet();
    }
  }

  @Override
  public void close() {
    embedder.close();
  }
}
