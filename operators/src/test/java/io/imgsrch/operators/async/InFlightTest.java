package io.imgsrch.operators.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InFlightTest {
  @Test
  void startsNoMoreThanThereIsRoomForAndRefusesWhatCannotWait() {
    var started = new ArrayList<CompletableFuture<String>>();
    var limit = new InFlight(2, 3);
    var results = new ArrayList<CompletableFuture<String>>();
    for (int i = 0; i < 6; i++) {
      results.add(
          limit.call(
              () -> {
                started.add(new CompletableFuture<>());
                return started.get(started.size() - 1);
              }));
    }

    assertThat(started).hasSize(2);
    assertThat(results.get(5))
        .failsWithin(java.time.Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(RejectedExecutionException.class);
    started.get(0).complete("a");
    started.get(1).completeExceptionally(new IllegalStateException("b"));
    assertThat(results.get(0)).isCompletedWithValue("a");
    assertThat(results.get(1)).isCompletedExceptionally();
    assertThat(started).hasSize(4);
  }

  @Test
  void aCallThatThrowsFreesItsRoom() {
    var limit = new InFlight(1, 10);

    var thrown =
        limit.<String>call(
            () -> {
              throw new IllegalStateException("no");
            });

    assertThat(thrown).isCompletedExceptionally();
    assertThat(limit.call(() -> CompletableFuture.completedFuture("next")))
        .isCompletedWithValue("next");
  }

  @Test
  void manyCallsThatCompleteAtOnceNeedNoStack() {
    int calls = 200_000;
    var limit = new InFlight(1, calls);
    var first = new CompletableFuture<Integer>();
    var waiting = limit.call(() -> first);
    var results =
        IntStream.range(0, calls - 1)
            .mapToObj(i -> limit.call(() -> CompletableFuture.completedFuture(i)))
            .toList();

    first.complete(-1);

    assertThat(waiting).isDone();
    assertThat(results).allMatch(CompletableFuture::isDone);
  }

  @Test
  void manyThreadsNeverExceedTheRoom() {
    var limit = new InFlight(3, 100_000);
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var results =
        IntStream.range(0, 20_000)
            .parallel()
            .mapToObj(
                i ->
                    limit.call(
                        () -> {
                          most.accumulateAndGet(running.incrementAndGet(), Math::max);
                          return CompletableFuture.supplyAsync(running::decrementAndGet);
                        }))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(results).join();

    assertThat(most.get()).isBetween(1, 3);
    assertThat(running).hasValue(0);
  }
}
