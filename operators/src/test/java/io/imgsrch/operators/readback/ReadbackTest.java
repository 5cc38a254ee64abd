package io.imgsrch.operators.readback;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Settings;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadbackTest {
  private static final Settings SETTINGS =
      Settings.of(List.of()).with(ReconcileOptions.TOPIC_PATIENCE, "1000", "test");
  private static final String FOREIGN = "foreign";

  private NumberWriter writer = new NumberWriter(SETTINGS);
  private KeyedOneInputStreamOperatorTestHarness<String, NumberWriter.Said, NumberWriter.Said>
      harness;

  @BeforeEach
  void open() throws Exception {
    start(SETTINGS, null);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void whatComesBackInTimeLeavesNothingBehind() throws Exception {
    change(1);
    change(2);
    readLast();
    change(3);
    readLast();
    later(5_000);
    assertThat(published()).hasSize(3);
    assertThat(writer.rowsWrong()).isZero();
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  @Test
  void anotherRecordIsReplacedOnceItHasStoodForTheTime() throws Exception {
    change(1);
    readLast();
    read(9L, FOREIGN);
    later(900);
    assertThat(published()).hasSize(1);
    later(600);
    assertThat(published()).hasSize(2).last().extracting("number").isEqualTo(1L);
    assertThat(writer.rowsWrong()).as("not proven yet").isZero();
    readLast();
    assertThat(writer.rowsWrong()).isEqualTo(1);
    later(5_000);
    assertThat(published()).hasSize(2);
  }

  @Test
  void aTombstoneIsReplaced() throws Exception {
    change(1);
    readLast();
    read(null, FOREIGN);
    later(1_500);
    readLast();
    assertThat(published()).hasSize(2).last().extracting("number").isEqualTo(1L);
    assertThat(writer.rowsWrong()).isEqualTo(1);
  }

  @Test
  void aRecordThatNeverComesBackIsPublishedUntilItDoes() throws Exception {
    change(1);
    later(1_500);
    later(1_500);
    assertThat(published()).hasSize(3);
    read(1L, published().get(2).traceparent());
    assertThat(writer.rowsWrong()).isEqualTo(1);
    later(5_000);
    assertThat(published()).hasSize(3);
  }

  /** Kafka stood still for longer than the patience: nothing was wrong, and nothing is told. */
  @Test
  void whatWasOnlyLateWasNotWrong() throws Exception {
    change(1);
    later(1_500);
    change(2);
    later(1_500);
    assertThat(published()).hasSize(4);
    published().forEach(this::read);
    assertThat(writer.rowsWrong()).isZero();
    later(5_000);
    assertThat(published()).hasSize(4);
  }

  @Test
  void aRecordThatIsFollowedByTheTruthWasNotWrong() throws Exception {
    change(1);
    read(9L, FOREIGN);
    readLast();
    later(5_000);
    assertThat(published()).hasSize(1);
    assertThat(writer.rowsWrong()).isZero();
  }

  /** What waits to be read may be all that there is, however long it takes. */
  @Test
  void nothingIsPublishedOnceMoreWhileOnlyOlderRecordsComeBack() throws Exception {
    harness.setProcessingTime(10_000);
    change(1);
    for (int i = 0; i < 20; i++) {
      later(300);
      readOther(10_000 + 10 * i);
    }
    assertThat(published()).hasSize(1);
    readLast();
    later(5_000);
    assertThat(published()).hasSize(1);
    assertThat(writer.rowsWrong()).isZero();
  }

  @Test
  void aRecordThatNewerOnesOvertookIsPublishedOnceMore() throws Exception {
    harness.setProcessingTime(10_000);
    change(1);
    for (int i = 0; i < 20; i++) {
      later(300);
      readOther(harness.getProcessingTime());
    }
    assertThat(published()).hasSizeGreaterThan(1);
  }

  @Test
  void whoReadsNothingMoreIsNotBehind() throws Exception {
    harness.setProcessingTime(10_000);
    change(1);
    later(900);
    readOther(9_000);
    later(900);
    assertThat(published()).as("behind").hasSize(1);
    later(1_500);
    assertThat(published()).hasSize(2);
  }

  @Test
  void aRunThatFollowsAnotherWaitsBeforeItBelievesThatItIsRight() throws Exception {
    change(1);
    readLast();
    read(9L, FOREIGN);
    var checkpoint = harness.snapshot(1, 1);
    harness.close();
    start(SETTINGS, checkpoint);
    harness.setProcessingTime(60_000);
    assertThat(harness.extractOutputValues()).isEmpty();
    harness.setProcessingTime(61_500);
    assertThat(harness.extractOutputValues()).hasSize(1);
  }

  @Test
  void aClockThatIsPutBackHoldsUpNothing() throws Exception {
    harness.setProcessingTime(1_000_000);
    change(1);
    readLast();
    read(9L, FOREIGN);
    harness.setProcessingTime(1_000);
    read(8L, FOREIGN);
    later(1_500);
    assertThat(published()).hasSize(2);
  }

  @Test
  void withoutRepairsItIsOnlyTold() throws Exception {
    harness.close();
    start(SETTINGS.with(ReconcileOptions.REPAIR, "false", "test"), null);
    change(1);
    readLast();
    read(9L, FOREIGN);
    later(5_000);
    assertThat(published()).hasSize(1);
    assertThat(writer.rowsWrong()).isEqualTo(1);
  }

  @Test
  void withoutPatienceNothingIsCompared() throws Exception {
    harness.close();
    start(SETTINGS.with(ReconcileOptions.TOPIC_PATIENCE, "0", "test"), null);
    change(1);
    read(9L, FOREIGN);
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  private void start(Settings settings, @Nullable OperatorSubtaskState from) throws Exception {
    writer = new NumberWriter(settings);
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(writer), NumberWriter.Said::key, Types.STRING);
    if (from != null) {
      harness.initializeState(from);
    }
    harness.open();
  }

  private void change(long number) throws Exception {
    read(number, NumberWriter.CHANGE);
  }

  private void readLast() {
    var published = published();
    read(published.get(published.size() - 1));
  }

  private void read(NumberWriter.Said record) {
    try {
      harness.processElement(record, 0);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void read(@Nullable Long number, String traceparent) throws Exception {
    harness.processElement(new NumberWriter.Said("a", number, traceparent), 0);
  }

  /** A record of a key that nobody is in doubt about. */
  private void readOther(long appendedMillis) throws Exception {
    harness.processElement(new NumberWriter.Said("other", null, FOREIGN), appendedMillis);
  }

  private void later(long millis) throws Exception {
    harness.setProcessingTime(harness.getProcessingTime() + millis);
  }

  private List<NumberWriter.Said> published() {
    return harness.extractOutputValues();
  }
}
