package io.imgsrch.operators.registry;

import static io.imgsrch.operators.Events.added;
import static io.imgsrch.operators.Events.imagePk;
import static io.imgsrch.operators.Events.removed;
import static io.imgsrch.operators.registry.Registries.bad;
import static io.imgsrch.operators.registry.Registries.days;
import static io.imgsrch.operators.registry.Registries.good;
import static io.imgsrch.operators.registry.Registries.harness;
import static io.imgsrch.operators.registry.Registries.letters;
import static io.imgsrch.operators.registry.Registries.published;
import static io.imgsrch.operators.registry.Registries.purged;
import static io.imgsrch.operators.registry.Registries.recall;
import static io.imgsrch.operators.registry.Registries.repair;
import static io.imgsrch.operators.registry.Registries.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.imgsrch.config.event.ImageVector;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;

/** What was published comes back: by a run that is lost, by this one, and for repairs. */
class RegistryRecordsTest {
  @Test
  void whatOnlyALostRunPublishedIsPurgedInItsTime() throws Exception {
    try (var harness = harness()) {
      harness.processElement2(new StreamRecord<>(published("a")));
      harness.setProcessingTime(days(20));
      harness.processElement2(new StreamRecord<>(published("a")));
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.setProcessingTime(days(30));

      assertThat(harness.extractOutputValues())
          .extracting(ImageVector::imagePk, ImageVector::gone)
          .containsExactly(tuple(imagePk("a"), true));
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void whatALostRunPublishedAndPurgedIsNotThere() throws Exception {
    try (var harness = harness()) {
      harness.processElement2(new StreamRecord<>(published("a")));
      harness.processElement2(new StreamRecord<>(purged("a")));
      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void whatALostRunPurgedStaysWhileItIsShown() throws Exception {
    try (var harness = harness()) {
      harness.processElement1(new StreamRecord<>(added("a", "1/p", 1)));
      harness.processElement2(new StreamRecord<>(published("a")));
      harness.processElement2(new StreamRecord<>(purged("a")));
      harness.setProcessingTime(days(100));
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.processElement2(new StreamRecord<>(good("a")));
      assertThat(harness.extractOutputValues()).hasSize(1);
    }
  }

  @Test
  void itsOwnRecordsChangeNothingWhenTheyComeBack() throws Exception {
    try (var harness = harness()) {
      harness.processElement1(new StreamRecord<>(added("a", "1/p", 1)));
      harness.processElement2(new StreamRecord<>(bad("a")));
      harness.processElement2(new StreamRecord<>(published("a")));
      harness.processElement2(new StreamRecord<>(purged("a")));
      harness.processElement1(new StreamRecord<>(added("a", "2/q", 2)));
      assertThat(letters(harness)).hasSize(2);

      harness.processElement1(new StreamRecord<>(added("b", "1/p", 3)));
      harness.processElement2(new StreamRecord<>(good("b")));
      harness.processElement2(new StreamRecord<>(published("b")));
      harness.processElement1(new StreamRecord<>(removed("b", "1/p", 4)));
      harness.setProcessingTime(days(30));
      harness.processElement2(new StreamRecord<>(purged("b")));
      assertThat(harness.extractOutputValues())
          .extracting(ImageVector::imagePk, ImageVector::gone)
          .containsExactly(tuple(imagePk("b"), false), tuple(imagePk("b"), true));
    }
  }

  @Test
  void aGoodPictureIsPublishedOnceMoreForARepair() throws Exception {
    try (var harness = harness()) {
      harness.processElement1(new StreamRecord<>(added("a", "1/p", 1)));
      var image = vector("a");
      harness.processElement2(new StreamRecord<>(repair("a", image)));
      assertThat(harness.extractOutputValues()).as("waits for its verdict").isEmpty();

      harness.processElement2(new StreamRecord<>(good("a")));
      harness.processElement2(new StreamRecord<>(repair("a", image)));
      harness.processElement2(new StreamRecord<>(repair("a", null)));
      harness.processElement2(new StreamRecord<>(recall("a")));
      assertThat(harness.extractOutputValues())
          .extracting(ImageVector::imagePk, ImageVector::gone)
          .hasSize(4)
          .containsOnly(tuple(imagePk("a"), false));
    }
  }

  @Test
  void whatWasAdoptedIsPublishedOnceMoreAsTheTopicSays() throws Exception {
    try (var harness = harness()) {
      harness.processElement2(new StreamRecord<>(published("a")));
      harness.processElement2(new StreamRecord<>(repair("a", null)));
      harness.processElement2(new StreamRecord<>(recall("a")));
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.processElement2(new StreamRecord<>(repair("a", vector("a"))));
      assertThat(harness.extractOutputValues()).hasSize(1);
    }
  }

  @Test
  void aPictureThatOnlyTheArchiveHadIsNotRecalled() throws Exception {
    try (var harness = harness()) {
      harness.processElement2(new StreamRecord<>(recall("a")));
      harness.processElement2(new StreamRecord<>(bad("b")));
      harness.processElement2(new StreamRecord<>(recall("b")));
      assertThat(harness.extractOutputValues()).isEmpty();
    }
  }

  @Test
  void aPictureThatIsNoneIsSaidToBeGoneByARepair() throws Exception {
    try (var harness = harness()) {
      harness.processElement2(new StreamRecord<>(repair("a", vector("a"))));
      harness.processElement1(new StreamRecord<>(added("b", "1/p", 1)));
      harness.processElement2(new StreamRecord<>(bad("b")));
      harness.processElement2(new StreamRecord<>(repair("b", null)));
      assertThat(harness.extractOutputValues())
          .extracting(ImageVector::imagePk, ImageVector::gone)
          .containsExactly(tuple(imagePk("a"), true), tuple(imagePk("b"), true));
    }
  }

  /** What the topic said before the purge must not come back after it. */
  @Test
  void aRepairAfterAPurgeBringsNothingBack() throws Exception {
    try (var harness = harness()) {
      harness.processElement1(new StreamRecord<>(added("a", "1/p", 1)));
      harness.processElement2(new StreamRecord<>(good("a")));
      harness.processElement1(new StreamRecord<>(removed("a", "1/p", 2)));
      harness.setProcessingTime(days(30));
      harness.processElement2(new StreamRecord<>(repair("a", vector("a"))));
      assertThat(harness.extractOutputValues())
          .extracting(ImageVector::gone)
          .containsExactly(false, true, true);
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }
}
