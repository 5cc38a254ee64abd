package io.imgsrch.operators.registry;

import static io.imgsrch.operators.Events.added;
import static io.imgsrch.operators.Events.imagePk;
import static io.imgsrch.operators.Events.removed;
import static io.imgsrch.operators.registry.Registries.bad;
import static io.imgsrch.operators.registry.Registries.days;
import static io.imgsrch.operators.registry.Registries.good;
import static io.imgsrch.operators.registry.Registries.harness;
import static io.imgsrch.operators.registry.Registries.published;
import static io.imgsrch.operators.registry.Registries.purged;
import static io.imgsrch.operators.registry.Registries.vector;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.ImageVector;
import io.imgsrch.operators.assemble.ImageReference;
import java.time.Duration;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code catalog.images} says, whoever writes to it, ends as what the registry says. */
class RegistryTopicTest {
  private KeyedTwoInputStreamOperatorTestHarness<String, ImageReference, Decision, ImageVector>
      harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness(Duration.ofSeconds(1));
    harness.processElement1(new StreamRecord<>(added("a", "1/p", 1)));
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void aVectorThatTheTopicLostIsPublishedOnceMore() throws Exception {
    hear(good("a"), published("a"), Decision.lost(imagePk("a")));
    later(2_000);
    assertThat(harness.extractOutputValues()).hasSize(2);
    assertThat(harness.extractOutputValues().get(1).vector()).isEqualTo(vector("a").vector());
  }

  @Test
  void aVectorThatIsAnotherIsReplaced() throws Exception {
    var other = new ImageVector(imagePk("a"), "model", new float[] {-1}, 2, 3, "trace");
    hear(good("a"), published("a"), Decision.of(other));
    later(2_000);
    assertThat(harness.extractOutputValues()).hasSize(2);
    assertThat(harness.extractOutputValues().get(1).vector()).isEqualTo(vector("a").vector());
    hear(Decision.of(harness.extractOutputValues().get(1)));
    later(5_000);
    assertThat(harness.extractOutputValues()).hasSize(2);
  }

  @Test
  void aPictureThatIsShownIsNotGoneBecauseTheTopicSaysSo() throws Exception {
    hear(good("a"), published("a"), purged("a"));
    later(2_000);
    assertThat(harness.extractOutputValues()).extracting(ImageVector::gone).containsOnly(false);
    assertThat(harness.extractOutputValues()).hasSize(2);
  }

  @Test
  void aBadPictureHasNoVector() throws Exception {
    hear(bad("a"), published("a"));
    later(2_000);
    assertThat(harness.extractOutputValues()).extracting(ImageVector::gone).containsExactly(true);
  }

  @Test
  void thatAPictureIsGoneIsSaidUntilItComesBack() throws Exception {
    hear(good("a"), published("a"));
    harness.processElement1(new StreamRecord<>(removed("a", "1/p", 2)));
    later(days(30));
    later(2_000);
    assertThat(harness.extractOutputValues())
        .extracting(ImageVector::gone)
        .containsExactly(false, true, true);
    hear(purged("a"));
    later(2_000);
    assertThat(harness.extractOutputValues()).hasSize(3);
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void ofWhatWasAdoptedTheTopicKnowsMore() throws Exception {
    hear(published("a"), Decision.lost(imagePk("a")));
    later(5_000);
    assertThat(harness.extractOutputValues()).isEmpty();
  }

  private void hear(Decision... decisions) throws Exception {
    for (var decision : decisions) {
      harness.processElement2(new StreamRecord<>(decision));
    }
  }

  private void later(long millis) throws Exception {
    harness.setProcessingTime(harness.getProcessingTime() + millis);
  }
}
