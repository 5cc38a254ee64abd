package io.imgsrch.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.local.server.OpenServers.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OpenServersTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void closesInReverseOrderWhateverTheOrderOfTheStarts() {
    OpenServers open = new OpenServers();
    open.add(Kind.FLINK, () -> closed.add("flink"));
    open.add(Kind.GUARDIAN, () -> closed.add("guardian"));
    open.add(Kind.KAFKA, () -> closed.add("kafka"));
    open.close();
    open.close();
    assertThat(closed).containsExactly("flink", "kafka", "guardian");
  }

  @Test
  void aFailureStopsNoOtherClose() {
    OpenServers open = new OpenServers();
    open.add(Kind.KAFKA, () -> closed.add("kafka"));
    open.add(
        Kind.FLINK,
        () -> {
          throw new IOException("stuck");
        });
    assertThatThrownBy(open::close).hasMessageContainingAll("FLINK", "stuck");
    assertThat(closed).containsExactly("kafka");
  }

  @Test
  void anInterruptedThreadClosesEverythingAndStaysInterrupted() {
    OpenServers open = new OpenServers();
    open.add(
        Kind.KAFKA, () -> closed.add(Thread.currentThread().isInterrupted() ? "torn" : "whole"));
    Thread.currentThread().interrupt();
    open.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(closed).containsExactly("whole");
  }

  @Test
  void theFirstFailedStartInterruptsTheOthersAndIsTheOneTold() {
    ParallelStart start = new ParallelStart();
    CountDownLatch never = new CountDownLatch(1);
    Future<String> waiting =
        start.begin(
            () -> {
              never.await();
              return "unreachable";
            });
    Future<String> failing =
        start.begin(
            () -> {
              throw new PlatformException("no python3");
            });
    assertThatThrownBy(() -> start.await(Duration.ofMinutes(1)))
        .isInstanceOf(PlatformException.class)
        .hasMessage("no python3");
    assertThat(List.of(waiting, failing)).allMatch(Future::isDone);
  }
}
