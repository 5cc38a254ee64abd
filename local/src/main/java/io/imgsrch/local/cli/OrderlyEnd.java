package io.imgsrch.local.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command close what it opened when it is told to end: Ctrl-C interrupts the command's
 * thread, and the process waits for that thread before it ends. The outermost resource of a
 * command.
 */
public final class OrderlyEnd implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CountDownLatch closed = new CountDownLatch(1);

  public OrderlyEnd() {
    var command = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(command), "orderly-end"));
  }

  private void end(Thread command) {
    if (closed.getCount() == 0) {
      return;
    }
    command.interrupt();
    try {
      if (!closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("imgsrch: not everything ended within " + PATIENCE.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
