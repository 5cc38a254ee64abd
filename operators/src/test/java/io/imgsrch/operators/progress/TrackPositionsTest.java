package io.imgsrch.operators.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Origin;
import io.imgsrch.config.event.Progress;
import io.imgsrch.operators.decode.RawRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class TrackPositionsTest {
  private static final String TOPIC = "catalog.products";
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private static final byte[] NONE = new byte[0];

  private final RecordedReports reports = new RecordedReports();

  @Test
  void aWatermarkFollowsTheRecordsAndTheReportNamesTheNewestOfEachPartition() throws Exception {
    try (var harness = opened(1_050)) {
      harness.processElement(record(0, 16), 5);
      harness.processElement(record(0, 17), 6);
      harness.processElement(record(3, 2), 7);
      harness.setProcessingTime(1_100);
      harness.processElement(record(0, 18), 8);
      assertThat(harness.getOutput().stream().map(TrackPositionsTest::told))
          .containsExactly("0@16", "0@17", "3@2", "1100", "0@18");
      assertThat(reports.all())
          .singleElement()
          .satisfies(
              report -> {
                assertThat(report.role()).isEqualTo(Progress.Role.SOURCE);
                assertThat(report.name()).isEqualTo(TOPIC);
                assertThat(report.watermark()).isEqualTo(1_100);
                assertThat(report.offsets()).isEqualTo(Map.of(0, 17L, 3, 2L));
                assertThat(report.parallelism()).isEqualTo(1);
              });
    }
    assertThat(reports.closed()).isTrue();
  }

  @Test
  void watermarksGoOnWithoutRecordsAndGrowEvenIfTheClockGoesBack() throws Exception {
    try (var harness = opened(1_000)) {
      harness.setProcessingTime(1_100);
      harness.setProcessingTime(1_200);
      harness.getProcessingTimeService().setCurrentTime(500);
      harness.setProcessingTime(1_300);
      var watermarks = new ArrayList<Long>();
      harness.getOutput().forEach(each -> watermarks.add(((Watermark) each).getTimestamp()));
      assertThat(watermarks).isSorted().doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void theSourcesOwnWatermarksAndIdlenessEndHere() throws Exception {
    try (var harness = opened(1_000)) {
      harness.processWatermark(Watermark.MAX_WATERMARK);
      harness.processWatermarkStatus(WatermarkStatus.IDLE);
      assertThat(harness.getOutput()).isEmpty();
    }
  }

  /** Else nobody could say so of a partition that gets no more records. */
  @Test
  void whatWasPassedOnBeforeACheckpointStaysPassedOn() throws Exception {
    OperatorSubtaskState snapshot;
    try (var harness = opened(1_000)) {
      harness.processElement(record(0, 17), 5);
      snapshot = harness.snapshot(1, 1);
      harness.processElement(record(0, 18), 5);
    }
    reports.all().clear();
    try (var harness = harness()) {
      harness.setProcessingTime(2_000);
      harness.initializeState(snapshot);
      harness.open();
      harness.setProcessingTime(2_100);
      assertThat(reports.all())
          .singleElement()
          .satisfies(report -> assertThat(report.offsets()).isEqualTo(Map.of(0, 17L)));
    }
  }

  @Test
  void watermarksGrowOverRestartsEvenIfTheClockGoesBack() throws Exception {
    OperatorSubtaskState snapshot;
    try (var harness = opened(9_000)) {
      harness.setProcessingTime(9_100);
      snapshot = harness.snapshot(1, 1);
    }
    try (var harness = harness()) {
      harness.setProcessingTime(1_000);
      harness.initializeState(snapshot);
      harness.open();
      harness.setProcessingTime(1_100);
      assertThat(harness.getOutput()).containsExactly(new Watermark(9_101));
    }
  }

  /** Flink refuses to stop a source with a savepoint if it has some, and one task ends first. */
  @Test
  void noStateIsTheUnionOfAllTasks() throws Exception {
    try (var harness = opened(1_000)) {
      harness.setProcessingTime(1_100);
      assertThat(harness.snapshot(1, 1).getManagedOperatorState())
          .flatMap(handle -> handle.getStateNameToPartitionOffsets().values())
          .extracting(OperatorStateHandle.StateMetaInfo::getDistributionMode)
          .isNotEmpty()
          .doesNotContain(OperatorStateHandle.Mode.UNION);
    }
  }

  @Test
  void withoutReportsThereAreWatermarksAllTheSame() throws Exception {
    var silent = new TrackPositions(TOPIC, INTERVAL, null);
    try (var harness = new OneInputStreamOperatorTestHarness<>(silent)) {
      harness.setProcessingTime(1_000);
      harness.open();
      harness.setProcessingTime(1_100);
      assertThat(harness.getOutput()).containsExactly(new Watermark(1_100));
    }
  }

  private OneInputStreamOperatorTestHarness<RawRecord, RawRecord> opened(long now)
      throws Exception {
    var harness = harness();
    harness.setProcessingTime(now);
    harness.open();
    return harness;
  }

  private OneInputStreamOperatorTestHarness<RawRecord, RawRecord> harness() throws Exception {
    return new OneInputStreamOperatorTestHarness<>(new TrackPositions(TOPIC, INTERVAL, reports));
  }

  private static String told(Object element) {
    return element instanceof StreamRecord<?> record && record.getValue() instanceof RawRecord raw
        ? raw.origin().partition() + "@" + raw.origin().offset()
        : Long.toString(((Watermark) element).getTimestamp());
  }

  private static RawRecord record(int partition, long offset) {
    return new RawRecord(new Origin(TOPIC, partition, offset, 0, ""), 0, NONE, NONE);
  }
}
