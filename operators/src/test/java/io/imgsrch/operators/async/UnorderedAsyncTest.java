package io.imgsrch.operators.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;

class UnorderedAsyncTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HeldCalls calls = new HeldCalls();

  @Test
  void resultsOvertakeWatermarksAndAWatermarkWaitsForAllBeforeIt() throws Exception {
    try (var harness = opened(new UnorderedAsync<>(calls, TIMEOUT, 8))) {
      harness.processElement("slow", 1);
      harness.processWatermark(10);
      harness.processElement("fast", 11);
      harness.processWatermark(20);
      harness.processElement("last", 21);
      harness.processWatermark(30);
      harness.processWatermark(40);
      assertThat(harness.getOutput()).isEmpty();

      complete(harness, "fast");
      assertThat(harness.getOutput()).containsExactly(result("fast", 11));

      complete(harness, "slow");
      assertThat(harness.getOutput())
          .containsExactly(result("fast", 11), result("slow", 1), new Watermark(20));

      complete(harness, "last");
      harness.processWatermark(50);
      assertThat(harness.getOutput())
          .containsExactly(
              result("fast", 11),
              result("slow", 1),
              new Watermark(20),
              result("last", 21),
              new Watermark(40),
              new Watermark(50));
    }
  }

  @Test
  void aWatermarkOfAGapThatClosedWaitsForWhatIsStillBeforeIt() throws Exception {
    try (var harness = opened(new UnorderedAsync<>(calls, TIMEOUT, 8))) {
      harness.processElement("a", 1);
      harness.processWatermark(10);
      harness.processElement("b", 11);
      harness.processElement("c", 12);
      harness.processWatermark(20);
      harness.processElement("d", 21);

      complete(harness, "c");
      complete(harness, "b");
      assertThat(harness.getOutput()).containsExactly(result("c", 12), result("b", 11));
      complete(harness, "a");
      assertThat(harness.getOutput())
          .containsExactly(result("c", 12), result("b", 11), result("a", 1), new Watermark(20));
    }
  }

  @Test
  void moreThanItsCapacityWaitsForAResult() throws Exception {
    try (var harness = opened(new UnorderedAsync<>(calls, TIMEOUT, 2))) {
      harness.processElement("a", 1);
      harness.processElement("b", 2);
      calls.complete("a");
      harness.processElement("c", 3); // yields until there is room
      assertThat(harness.getOutput()).containsExactly(result("a", 1));
      assertThat(calls.waiting()).containsExactlyInAnyOrder("b", "c");
    }
  }

  @Test
  void aCallThatTakesTooLongFailsTheTask() throws Exception {
    try (var harness = opened(new UnorderedAsync<>(calls, TIMEOUT, 2))) {
      harness.getEnvironment().setExpectedExternalFailureCause(Throwable.class);
      harness.setProcessingTime(0);
      harness.processElement("a", 1);
      harness.setProcessingTime(TIMEOUT.toMillis() - 1);
      assertThat(harness.getEnvironment().getActualExternalFailureCause()).isEmpty();
      harness.setProcessingTime(TIMEOUT.toMillis());
      assertThat(harness.getEnvironment().getActualExternalFailureCause())
          .hasValueSatisfying(
              failure ->
                  assertThat(ExceptionUtils.findThrowable(failure, TimeoutException.class))
                      .isPresent());
    }
  }

  @Test
  void withoutATimeoutItWaits() throws Exception {
    try (var harness = opened(new UnorderedAsync<>(calls, Duration.ZERO, 2))) {
      harness.setProcessingTime(0);
      harness.processElement("a", 1);
      harness.setProcessingTime(Long.MAX_VALUE - 1);
      complete(harness, "a");
      assertThat(harness.getOutput()).containsExactly(result("a", 1));
    }
  }

  @Test
  void aFailureFailsTheTaskAndLetsTheNextOneIn() throws Exception {
    try (var harness = opened(new UnorderedAsync<>(calls, TIMEOUT, 1))) {
      harness.getEnvironment().setExpectedExternalFailureCause(Throwable.class);
      harness.processElement("a", 1);
      calls.fail("a", new IllegalStateException("no picture"));
      harness.processElement("b", 2);
      assertThat(harness.getEnvironment().getActualExternalFailureCause())
          .hasValueSatisfying(failure -> assertThat(failure).rootCause().hasMessage("no picture"));
      complete(harness, "b");
      assertThat(harness.getOutput()).containsExactly(result("b", 2));
    }
  }

  @Test
  void anExceptionOfTheCallItselfGoesOut() throws Exception {
    try (var harness = opened(new UnorderedAsync<>(calls, TIMEOUT, 1))) {
      assertThatThrownBy(() -> harness.processElement(HeldCalls.REFUSED, 1))
          .hasMessage(HeldCalls.REFUSED);
    }
  }

  @Test
  void theEndOfItsInputWaitsForWhatIsOnItsWay() throws Exception {
    try (var harness = opened(new UnorderedAsync<>(calls, TIMEOUT, 2))) {
      harness.processElement("a", 1);
      harness.processWatermark(5);
      calls.complete("a");
      harness.endInput();
      assertThat(harness.getOutput()).containsExactly(result("a", 1), new Watermark(5));
    }
  }

  @Test
  void whatFlinksOperatorHadOnItsWayIsCalledAgain() throws Exception {
    var theirs = new AsyncWaitOperatorFactory<>(calls, 5_000, 8, OutputMode.UNORDERED);
    restores(theirs, new UnorderedAsync<>(calls, TIMEOUT, 8));
  }

  @Test
  void whatWasOnItsWayIsCalledAgainByFlinksOperatorToo() throws Exception {
    var theirs = new AsyncWaitOperatorFactory<>(calls, 5_000, 8, OutputMode.UNORDERED);
    restores(new UnorderedAsync<>(calls, TIMEOUT, 8), theirs);
  }

  @Test
  void moreThanItsCapacityIsRestored() throws Exception {
    restores(new UnorderedAsync<>(calls, TIMEOUT, 8), new UnorderedAsync<>(calls, TIMEOUT, 2));
  }

  /** One takes a snapshot with two calls on their way, the other one restores it. */
  private void restores(
      OneInputStreamOperatorFactory<String, String> before,
      OneInputStreamOperatorFactory<String, String> after)
      throws Exception {
    OperatorSubtaskState snapshot;
    try (var harness = opened(before)) {
      harness.processElement("done", 1);
      harness.processElement("a", 2);
      harness.processWatermark(5);
      harness.processElement("b", 6);
      complete(harness, "done");
      snapshot = harness.snapshot(1, 1);
    }
    calls.forget();
    try (var harness = harness(after)) {
      harness.initializeState(snapshot);
      harness.open();
      assertThat(calls.waiting()).containsExactlyInAnyOrder("a", "b");
      complete(harness, "a");
      complete(harness, "b");
      harness.processWatermark(50);
      assertThat(harness.extractOutputStreamRecords())
          .containsExactly(result("a", 2), result("b", 6));
      assertThat(harness.getOutput()).last().isEqualTo(new Watermark(50));
    }
  }

  private void complete(OneInputStreamOperatorTestHarness<String, String> harness, String call)
      throws Exception {
    calls.complete(call);
    // Results come through the mailbox of the task.
    for (var mail = harness.getTaskMailbox().tryTake(0);
        mail.isPresent();
        mail = harness.getTaskMailbox().tryTake(0)) {
      mail.get().run();
    }
  }

  private static StreamRecord<String> result(String value, long timestamp) {
    return new StreamRecord<>(value + "!", timestamp);
  }

  private static OneInputStreamOperatorTestHarness<String, String> opened(
      OneInputStreamOperatorFactory<String, String> factory) throws Exception {
    var harness = harness(factory);
    harness.open();
    return harness;
  }

  private static OneInputStreamOperatorTestHarness<String, String> harness(
      OneInputStreamOperatorFactory<String, String> factory) throws Exception {
    return new OneInputStreamOperatorTestHarness<>(factory, StringSerializer.INSTANCE);
  }
}
