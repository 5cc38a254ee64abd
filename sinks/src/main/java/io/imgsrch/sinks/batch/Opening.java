package io.imgsrch.sinks.batch;

import io.imgsrch.config.ConfigurationException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens clients: within a deadline, also those whose own constructor knows none, and again while
 * the other side is not there yet.
 */
public final class Opening {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  private Opening() {}

  /** One attempt to open something. */
  @FunctionalInterface
  public interface Attempt<T> {
    T open() throws IOException;
  }

  /**
   * Opens a client, with further attempts where one fails for a reason that may pass: settings that
   * do not fit are no such reason.
   *
   * @param name what is opened and where, for errors and logs
   * @throws IOException what the last attempt failed with, and how many there were
   */
  public static <T> T patiently(Backoff backoff, String name, Attempt<T> opening)
      throws IOException {
    return patiently(backoff, name, failure -> !isOfSettings(failure), opening);
  }

  /**
   * Tries something, again where it fails for a reason that may pass.
   *
   * @param name of the other side, for errors and logs
   * @throws IOException what the last attempt failed with, and how many there were
   */
  public static <T> T patiently(
      Backoff backoff, String name, Predicate<IOException> mayPass, Attempt<T> opening)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return opening.open();
      } catch (IOException e) {
        if (Thread.currentThread().isInterrupted() || !mayPass.test(e)) {
          throw e;
        }
        if (attempt > backoff.retries()) {
          throw new IOException(
              "%s; gave up after %d attempts".formatted(e.getMessage(), attempt), e);
        }
        long wait = backoff.millis(attempt);
        LOG.warn("{}: attempt {} failed, the next one is in {} ms", name, attempt, wait, e);
        pause(wait, name);
      }
    }
  }

  private static boolean isOfSettings(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConfigurationException) {
        return true;
      }
    }
    return false;
  }

  private static void pause(long millis, String name) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for " + name, e);
    }
  }

  /**
   * Opens a client on a thread of its own. One that opens too late is closed.
   *
   * @param name what is opened and where, for errors
   * @throws IOException if it fails or takes too long
   */
  public static <T> T within(
      Duration deadline, String name, Callable<T> opening, Consumer<T> closing) throws IOException {
    var opened = new FutureTask<>(opening);
    var thread = daemon("imgsrch-open " + name, opened);
    thread.start();
    try {
      return opened.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("Cannot open " + name + ": " + cause.getMessage(), cause);
    } catch (TimeoutException e) {
      abandon(name, thread, opened, closing);
      throw new IOException(
          "Cannot open %s within %d ms: check that it runs and can be reached from here"
              .formatted(name, deadline.toMillis()),
          e);
    } catch (InterruptedException e) {
      abandon(name, thread, opened, closing);
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while opening " + name, e);
    }
  }

  private static <T> void abandon(
      String name, Thread thread, FutureTask<T> opened, Consumer<T> closing) {
    Runnable closeLater =
        () -> {
          try {
            closing.accept(opened.get());
            LOG.warn("{} opened too late and was closed", name);
          } catch (Exception e) {
            LOG.warn("{} failed to open, too late", name, e);
          }
        };
    daemon("imgsrch-close " + name, closeLater).start();
    thread.interrupt();
  }

  static Thread daemon(String name, Runnable task) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
