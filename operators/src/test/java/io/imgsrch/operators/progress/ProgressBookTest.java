package io.imgsrch.operators.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Progress;
import io.imgsrch.config.event.Topic;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgressBookTest {
  private static final String LISTINGS = Topic.LISTINGS.topicName();
  private static final String IMAGES = Topic.IMAGES.topicName();

  private final ProgressBook book = new ProgressBook();

  @Test
  void aRecordIsReachedOnceEverySubtaskOfEverySinkIsPastTheWatermarkThatFollowsIt() {
    source(0, 100, Map.of(0, 17L, 1, 3L));
    assertThat(reached(0)).isEmpty();
    sink(0, LISTINGS, 0, 2, 100);
    sink(0, IMAGES, 0, 1, 100);
    assertThat(reached(0)).isEmpty();
    sink(0, LISTINGS, 1, 2, 99);
    assertThat(reached(0)).isEmpty();
    sink(0, LISTINGS, 1, 2, 100);
    assertThat(reached(0)).hasValue(17);
    assertThat(reached(1)).hasValue(3);
    assertThat(reached(2)).isEmpty();
  }

  @Test
  void laterRecordsWaitForTheirOwnWatermark() {
    source(0, 100, Map.of(0, 17L));
    source(0, 200, Map.of(0, 20L));
    allSinks(0, 150);
    assertThat(reached(0)).hasValue(17);
    allSinks(0, 250);
    assertThat(reached(0)).hasValue(20);
  }

  @Test
  void aPartitionWithoutNewRecordsStaysReached() {
    source(0, 100, Map.of(0, 17L));
    for (long watermark = 200; watermark < 2_000; watermark += 100) {
      source(0, watermark, Map.of(0, 17L));
      allSinks(0, watermark);
    }
    assertThat(reached(0)).hasValue(17);
  }

  @Test
  void twoSubtasksMayKnowOfOnePartition() {
    source(0, 100, Map.of(0, 17L));
    source(0, 110, Map.of(0, 30L));
    source(0, 120, Map.of(0, 17L));
    allSinks(0, 105);
    assertThat(reached(0)).hasValue(17);
    allSinks(0, 130);
    assertThat(reached(0)).hasValue(30);
  }

  @Test
  void reportsOfARunThatIsOverProveNothingOfTheNext() {
    source(0, 100, Map.of(0, 17L));
    allSinks(0, 100);
    long runs = book.runs();
    source(1, 200, Map.of(0, 17L));
    assertThat(book.runs()).isGreaterThan(runs);
    assertThat(reached(0)).isEmpty();
    allSinks(0, 300); // of tasks that nobody has told that they are lost
    assertThat(reached(0)).isEmpty();
    source(0, 300, Map.of(0, 99L));
    allSinks(1, 400);
    assertThat(reached(0)).hasValue(17);
  }

  @Test
  void aRestartMayGoBack() {
    source(0, 100, Map.of(0, 17L));
    allSinks(0, 100);
    source(1, 200, Map.of(0, 5L));
    allSinks(1, 200);
    assertThat(reached(0)).hasValue(5);
  }

  @Test
  void aNewSubmissionBeginsAnew() {
    source(3, 100, Map.of(0, 17L));
    allSinks(3, 100);
    book.note(
        new Progress(
            "index", "other", 0, Progress.Role.SOURCE, products(), 0, 1, 50, Map.of(0, 9L)));
    assertThat(reached(0)).isEmpty();
  }

  @Test
  void fewerSubtasksAreEnoughOnceThereAreFewer() {
    source(0, 100, Map.of(0, 17L));
    sink(0, LISTINGS, 0, 2, 100);
    sink(0, IMAGES, 0, 1, 100);
    sink(0, LISTINGS, 0, 1, 90);
    assertThat(reached(0)).isEmpty();
    sink(0, LISTINGS, 0, 1, 100);
    assertThat(reached(0)).hasValue(17);
  }

  @Test
  void aSinkThatIsFarBehindCostsBoundedMemoryAndNoTruth() {
    int reports = 4 * RunProgress.REMEMBERED;
    for (int i = 0; i <= reports; i++) {
      source(0, 100 + i, Map.of(0, (long) i));
    }
    allSinks(0, 100);
    assertThat(reached(0)).hasValue(0);
    for (int i = 0; i <= reports; i++) {
      allSinks(0, 100 + i);
      assertThat(reached(0).getAsLong()).isLessThanOrEqualTo(i);
    }
    assertThat(reached(0)).hasValue(reports);
  }

  private OptionalLong reached(int partition) {
    return book.reached("index", Set.of(LISTINGS, IMAGES), Topic.PRODUCTS, partition);
  }

  private void allSinks(int attempt, long watermark) {
    sink(attempt, LISTINGS, 0, 1, watermark);
    sink(attempt, IMAGES, 0, 1, watermark);
  }

  private void source(int attempt, long watermark, Map<Integer, Long> offsets) {
    book.note(
        new Progress(
            "index", "one", attempt, Progress.Role.SOURCE, products(), 0, 1, watermark, offsets));
  }

  private void sink(int attempt, String name, int subtask, int parallelism, long watermark) {
    book.note(
        new Progress(
            "index",
            "one",
            attempt,
            Progress.Role.SINK,
            name,
            subtask,
            parallelism,
            watermark,
            Map.of()));
  }

  private static String products() {
    return Topic.PRODUCTS.topicName();
  }
}
