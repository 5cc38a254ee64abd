package io.imgsrch.jobs;

import io.imgsrch.operators.async.Threads;
import io.imgsrch.operators.query.mirror.ClusterTraining;
import io.imgsrch.operators.query.mirror.Mirror;
import io.imgsrch.vector.DotProduct;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the images of the mirror that serves in clusters, on a thread of its own. */
final class MirrorClusters implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MirrorClusters.class);
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  private final ClusterTraining training = new ClusterTraining(DotProduct.fastest());
  private final Supplier<@Nullable Mirror> current;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = Threads.named("imgsrch-clusters").newThread(this::run);

  /**
   * @param current the mirror that serves; null while there is none
   */
  MirrorClusters(Supplier<@Nullable Mirror> current) {
    this.current = current;
  }

  void start() {
    thread.start();
  }

  private void run() {
    var pause = Duration.ZERO;
    while (!closes(pause)) {
      var mirror = current.get();
      try {
        boolean stepped =
            mirror != null && training.step(mirror, () -> closed() || current.get() != mirror);
        pause = stepped ? Duration.ZERO : BETWEEN_LOOKS;
      } catch (CancellationException e) {
        LOG.debug("another mirror serves, or none", e);
      } catch (RuntimeException | OutOfMemoryError e) {
        LOG.error("the pictures cannot be put into clusters: searches score all of them", e);
        pause = AFTER_FAILURE;
      }
    }
  }

  private boolean closed() {
    return closing.getCount() == 0;
  }

  /** Returns whether it closes within some time. */
  private boolean closes(Duration time) {
    try {
      return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /**
   * Ends, whatever it is at.
   *
   * @throws IllegalStateException if that takes more than ten seconds
   */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(STOP.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (thread.isAlive()) {
      throw new IllegalStateException("clusters are made after " + STOP.toSeconds() + " s");
    }
  }
}
