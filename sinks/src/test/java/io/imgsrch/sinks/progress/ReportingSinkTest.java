package io.imgsrch.sinks.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Progress;
import io.imgsrch.config.event.Serving;
import io.imgsrch.sinks.kafka.TopicSinks;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class ReportingSinkTest {
  private static final Settings SETTINGS = Settings.of(List.of());

  private final RecordedReports reports = new RecordedReports();

  @Test
  void aWatermarkIsReportedOnceWhatIsBeforeItIsFlushed() throws Exception {
    var fake = new FakeSink(false);
    try (var harness = opened(fake)) {
      harness.processElement("a", 1);
      assertThat(reports.watermarks()).isEmpty();
      harness.processWatermark(10);
      runNextMail(harness);
      assertThat(fake.told).containsExactly("a", "flush");
      assertThat(reports.watermarks()).containsExactly(10L);
      assertThat(reports.newest().name()).isEqualTo("store");
      assertThat(reports.newest().role()).isEqualTo(Progress.Role.SINK);

      harness.processWatermark(20);
      assertThat(fake.told).as("nothing to flush").containsExactly("a", "flush");
      assertThat(reports.watermarks()).containsExactly(10L, 20L);
    }
    assertThat(fake.told).endsWith("close");
    assertThat(reports.stillOpen()).isZero();
  }

  @Test
  void theTaskGoesOnWhileAFlushIsRunning() throws Exception {
    var fake = new FakeSink(false);
    fake.flushes.drainPermits();
    try (var harness = opened(fake)) {
      harness.processElement("a", 1);
      harness.processWatermark(10);
      harness.processElement("b", 11);
      harness.processWatermark(20);
      harness.processWatermark(30);
      assertThat(fake.told).contains("a", "b");
      assertThat(reports.watermarks()).isEmpty();

      fake.flushes.release();
      runNextMail(harness);
      assertThat(reports.watermarks()).as("b is still to be flushed").containsExactly(10L);
      fake.flushes.release();
      runNextMail(harness);
      assertThat(reports.watermarks()).containsExactly(10L, 30L);
      assertThat(fake.told).containsOnlyOnce("a", "b").hasSize(4);
    }
  }

  @Test
  void aFlushThatFailsFailsTheTask() throws Exception {
    var fake = new FakeSink(false);
    fake.unflushable = new IOException("the store refused");
    try (var harness = opened(fake)) {
      harness.processElement("a", 1);
      harness.processWatermark(10);
      assertThatThrownBy(() -> runNextMail(harness)).hasMessageContaining("the store refused");
      assertThat(reports.watermarks()).isEmpty();
    }
  }

  @Test
  void aTaskEndsWhileAFlushHangs() throws Exception {
    var fake = new FakeSink(false);
    fake.flushes.drainPermits();
    try (var harness = opened(fake)) {
      harness.processElement("a", 1);
      harness.processWatermark(10);
      fake.flushing.await();
    }
    assertThat(fake.told).endsWith("close");
    assertThat(reports.watermarks()).isEmpty();
    assertThat(reports.stillOpen()).isZero();
    assertThat(fake.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aWriterThatTellsIsNotFlushed() throws Exception {
    var fake = new FakeSink(true);
    try (var harness = opened(fake)) {
      harness.processElement("a", 1);
      harness.processWatermark(10);
      assertThat(reports.watermarks()).isEmpty();
      fake.wrote();
      assertThat(reports.watermarks()).containsExactly(10L);
      assertThat(fake.told).containsExactly("a");
    }
  }

  @Test
  void aSinkThatDoesNotOpenLeavesNothingOpen() throws Exception {
    var fake = new FakeSink(false);
    fake.refusal = new IOException("away");
    try (var harness = harness(ReportingSink.of("store", fake, reports))) {
      assertThatThrownBy(harness::open).hasMessageContaining("away");
    }
    assertThat(reports.stillOpen()).isZero();
  }

  /** Checkpoints from before there were reports. */
  @Test
  void theStateOfTheSinkItselfIsRestored() throws Exception {
    var bare = TopicSinks.serving(SETTINGS);
    var reporting = ReportingSink.ofCommitting("catalog.serving", bare, reports);
    try (var before = servingHarness(bare)) {
      before.open();
      var snapshot = before.snapshot(1, 1);
      try (var after = servingHarness(reporting)) {
        after.initializeState(snapshot);
        after.open();
        after.processWatermark(10);
        assertThat(reports.watermarks()).containsExactly(10L);
        var next = after.snapshot(2, 2);
        try (var back = servingHarness(bare)) {
          back.initializeState(next);
          back.open();
        }
      }
    }
  }

  /** A job that is upgraded must find each of its operators again. */
  @Test
  void theOperatorsOfTheSinkAreTheSame() {
    var bare = TopicSinks.serving(SETTINGS);
    assertThat(operators(ReportingSink.ofCommitting("catalog.serving", bare, reports)))
        .isEqualTo(operators(bare))
        .hasSizeGreaterThan(2);
  }

  private static Set<String> operators(Sink<Serving> sink) {
    var env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.fromData(new Serving(true, 0, "")).uid("source").sinkTo(sink).uid("sink");
    return env.getStreamGraph().getStreamNodes().stream()
        .map(node -> String.valueOf(node.getTransformationUID()))
        .collect(Collectors.toSet());
  }

  private OneInputStreamOperatorTestHarness<String, CommittableMessage<Void>> opened(FakeSink fake)
      throws Exception {
    var harness = harness(ReportingSink.of("store", fake, reports));
    harness.open();
    return harness;
  }

  /** Waits for what another thread asks of the task. */
  private static void runNextMail(OneInputStreamOperatorTestHarness<?, ?> harness)
      throws Exception {
    harness.getTaskMailbox().take(0).run();
  }

  private static OneInputStreamOperatorTestHarness<String, CommittableMessage<Void>> harness(
      Sink<String> sink) throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new SinkWriterOperatorFactory<>(sink), StringSerializer.INSTANCE);
  }

  private static OneInputStreamOperatorTestHarness<Serving, CommittableMessage<Object>>
      servingHarness(Sink<Serving> sink) throws Exception {
    return new OneInputStreamOperatorTestHarness<>(new SinkWriterOperatorFactory<>(sink));
  }
}
