package io.imgsrch.sinks.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StoreThreadTest {
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Backoff ONCE = new Backoff(0, SOON, SOON);
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void anOpeningThatFailsNamesTheStore() {
    assertThatThrownBy(
            () ->
                StoreThread.<Row>open(
                    "the store at host:2",
                    limits(LONG, LONG),
                    () -> {
                      throw new IOException("no route");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the store at host:2")
        .hasMessageContaining("no route");
  }

  @Test
  void anOpeningThatHangsIsGivenUpAndItsStoreClosed() throws Exception {
    var store = new FakeStore();
    var never = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                StoreThread.open(
                    "the store at host:3",
                    limits(SOON, LONG),
                    () -> {
                      try {
                        never.await();
                      } catch (InterruptedException e) {
                        // As a client that ignores interrupts does.
                      }
                      return store;
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the store at host:3")
        .hasMessageContaining("20 ms");
    store.closed.await();
  }

  @Test
  void aStoreThatDoesNotCloseIsReported() throws Exception {
    var never = new CountDownLatch(1);
    var thread =
        StoreThread.open(
            "the store at host:4",
            limits(LONG, SOON),
            () ->
                new BatchStore<Row>() {
                  @Override
                  public void write(java.util.List<Row> batch) {}

                  @Override
                  public boolean isTransient(Throwable failure) {
                    return false;
                  }

                  @Override
                  public void close() {
                    while (never.getCount() > 0) {
                      Thread.onSpinWait();
                    }
                  }
                });
    try {
      assertThatThrownBy(thread::close).hasMessageContaining("the store at host:4");
    } finally {
      never.countDown();
    }
  }

  @Test
  void anErrorOfTheStoreIsToldLikeAFailure() throws Exception {
    var error = new AssertionError("a driver's own");
    var thread =
        StoreThread.open(
            "the store at host:5",
            limits(LONG, LONG),
            () ->
                new BatchStore<Row>() {
                  @Override
                  public void write(java.util.List<Row> batch) {
                    throw error;
                  }

                  @Override
                  public boolean isTransient(Throwable failure) {
                    return false;
                  }

                  @Override
                  public void close() {}
                });
    var told = new CompletableFuture<Outcome>();

    thread.write(java.util.List.of(), told::complete);

    assertThat(told.get(30, TimeUnit.SECONDS).failure()).isSameAs(error);
    thread.close();
  }

  @Test
  void waitsDoubleUpToABound() {
    var backoff = new Backoff(9, Duration.ofMillis(100), Duration.ofMillis(1_000));
    for (int i = 0; i < 1_000; i++) {
      assertThat(backoff.millis(1)).isBetween(50L, 100L);
      assertThat(backoff.millis(3)).isBetween(200L, 400L);
      assertThat(backoff.millis(60)).isBetween(500L, 1_000L);
    }
  }

  private static BatchLimits limits(Duration open, Duration close) {
    return new BatchLimits(1, 1, SOON, LONG, open, close, ONCE, Backoff.DEFAULT);
  }
}
