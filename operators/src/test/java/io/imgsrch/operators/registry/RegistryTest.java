package io.imgsrch.operators.registry;

import static io.imgsrch.operators.Events.added;
import static io.imgsrch.operators.Events.imagePk;
import static io.imgsrch.operators.Events.removed;
import static io.imgsrch.operators.registry.Registries.RETENTION;
import static io.imgsrch.operators.registry.Registries.bad;
import static io.imgsrch.operators.registry.Registries.days;
import static io.imgsrch.operators.registry.Registries.good;
import static io.imgsrch.operators.registry.Registries.harness;
import static io.imgsrch.operators.registry.Registries.letters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.imgsrch.config.event.DeadLetter;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.assemble.ImageReference;
import io.imgsrch.operators.dedup.Deduplicate;
import java.util.HashSet;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

class RegistryTest {
  @Test
  void publishesAGoodPictureOnceAndForgetsWhoWaited() throws Exception {
    try (var harness = harness()) {
      harness.processElement1(new StreamRecord<>(added("a", "1/p", 1)));
      harness.processElement1(new StreamRecord<>(added("a", "2/q", 2)));
      harness.processElement2(new StreamRecord<>(good("a")));
      harness.processElement1(new StreamRecord<>(added("a", "3/r", 3)));

      assertThat(harness.extractOutputValues())
          .extracting(ImageVector::imagePk)
          .containsExactly(imagePk("a"));
      assertThat(letters(harness)).isEmpty();
    }
  }

  @Test
  void buriesABadPictureForAllWhoWaitedAndAllWhoComeLater() throws Exception {
    try (var harness = harness()) {
      harness.processElement1(new StreamRecord<>(added("a", "1/p", 1)));
      harness.processElement1(new StreamRecord<>(added("a", "2/q", 2)));
      harness.processElement1(new StreamRecord<>(removed("a", "2/q", 3)));
      harness.processElement2(new StreamRecord<>(bad("a")));
      harness.processElement1(new StreamRecord<>(added("a", "3/r", 4)));

      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(letters(harness))
          .extracting(letter -> letter.origin().offset())
          .containsExactly(1L, 4L);
      assertThat(letters(harness))
          .extracting(DeadLetter::reason)
          .containsOnly(Reason.BROKEN_PICTURE);
    }
  }

  @Test
  void theVerdictMayComeBeforeTheReference() throws Exception {
    try (var harness = harness()) {
      harness.processElement2(new StreamRecord<>(bad("a")));
      harness.processElement1(new StreamRecord<>(added("a", "1/p", 1)));
      assertThat(letters(harness)).hasSize(1);
    }
  }

  @Test
  void keepsTheVerdictItsVectorAndItsEndOnceNobodyShowsThePicture() throws Exception {
    try (var harness = harness()) {
      harness.processElement1(new StreamRecord<>(added("a", "1/p", 1)));
      harness.processElement2(new StreamRecord<>(good("a")));
      harness.processElement1(new StreamRecord<>(removed("a", "1/p", 2)));
      assertThat(harness.numKeyedStateEntries()).isEqualTo(3);
    }
  }

  @Test
  void purgesWhatNobodyShowedForTheRetentionTimeAndForgetsIt() throws Exception {
    try (var harness = harness()) {
      harness.processElement1(new StreamRecord<>(added("a", "1/p", 1)));
      harness.processElement2(new StreamRecord<>(good("a")));
      harness.processElement1(new StreamRecord<>(removed("a", "1/p", 2)));
      harness.setProcessingTime(days(20));
      harness.processElement1(new StreamRecord<>(removed("a", "2/q", 3)));
      harness.setProcessingTime(days(30) - 1);
      assertThat(harness.extractOutputValues()).hasSize(1);

      harness.setProcessingTime(days(30));

      assertThat(harness.extractOutputValues())
          .extracting(ImageVector::imagePk, ImageVector::gone)
          .containsExactly(tuple(imagePk("a"), false), tuple(imagePk("a"), true));
      assertThat(harness.numKeyedStateEntries()).isZero();

      harness.processElement1(new StreamRecord<>(added("a", "1/p", 4)));
      harness.processElement2(new StreamRecord<>(good("a")));
      assertThat(harness.extractOutputValues()).hasSize(3);
      assertThat(harness.extractOutputValues().get(2).gone()).isFalse();
    }
  }

  @Test
  void aReferenceThatComesInTimeKeepsThePicture() throws Exception {
    try (var harness = harness()) {
      harness.processElement1(new StreamRecord<>(added("a", "1/p", 1)));
      harness.processElement2(new StreamRecord<>(good("a")));
      harness.processElement1(new StreamRecord<>(removed("a", "1/p", 2)));
      harness.setProcessingTime(days(30) - 1);
      harness.processElement1(new StreamRecord<>(added("a", "2/q", 3)));

      harness.setProcessingTime(days(100));

      assertThat(harness.extractOutputValues()).hasSize(1);
    }
  }

  @Test
  void aPictureThatWasEmbeddedForNobodyIsPurgedToo() throws Exception {
    try (var harness = harness()) {
      harness.processElement1(new StreamRecord<>(added("a", "1/p", 1)));
      harness.processElement1(new StreamRecord<>(removed("a", "1/p", 2)));
      harness.setProcessingTime(days(1));
      harness.processElement2(new StreamRecord<>(good("a")));
      harness.setProcessingTime(days(31));
      assertThat(harness.extractOutputValues())
          .extracting(ImageVector::gone)
          .containsExactly(false, true);
    }
  }

  @Test
  void aBadPictureIsForgottenWithoutARecord() throws Exception {
    try (var harness = harness()) {
      harness.processElement1(new StreamRecord<>(added("a", "1/p", 1)));
      harness.processElement2(new StreamRecord<>(bad("a")));
      harness.processElement1(new StreamRecord<>(removed("a", "1/p", 2)));
      harness.setProcessingTime(days(30));
      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  /**
   * The two operators together, at random times: whatever the registry has purged is asked for when
   * it is listed again, so that every picture that is shown has its vector.
   */
  @Test
  void whatIsShownHasAVectorWheneverItIsListedAgain() throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      try (var dedup =
              ProcessFunctionTestHarnesses.forKeyedProcessFunction(
                  new Deduplicate(RETENTION), ImageReference::imagePk, Types.STRING);
          var registry = harness()) {
        boolean shown = false;
        int asked = 0;
        long now = 0;
        for (long offset = 1; offset <= 20; offset++) {
          var reference = shown ? removed("a", "1/p", offset) : added("a", "1/p", offset);
          shown = !shown;
          now += random.nextLong(days(45));
          dedup.setProcessingTime(now);
          dedup.processElement(reference, 0);
          // Up to two days later, the least that the rest of the retention time allows for.
          registry.setProcessingTime(now + random.nextLong(days(2)));
          registry.processElement1(new StreamRecord<>(reference));
          var requests = dedup.getSideOutput(Deduplicate.EMBED_REQUESTS);
          if (requests != null && requests.size() > asked) {
            asked = requests.size();
            registry.processElement2(new StreamRecord<>(good("a")));
          }
          now += days(2);
          var published = registry.extractOutputValues();
          if (shown) {
            assertThat(published.get(published.size() - 1).gone()).as("seed %d", seed).isFalse();
          }
        }
      }
    }
  }

  /** The same with a clock that is put on or back, by up to a year, whenever nothing is between. */
  @Test
  void whatIsShownHasAVectorWhereverTheClockJumps() throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      try (var dedup =
              ProcessFunctionTestHarnesses.forKeyedProcessFunction(
                  new Deduplicate(RETENTION), ImageReference::imagePk, Types.STRING);
          var registry = harness()) {
        int asked = 0;
        long now = days(1_000);
        for (long offset = 1; offset <= 20; offset++) {
          boolean shown = offset % 2 == 1;
          var reference = shown ? added("a", "1/p", offset) : removed("a", "1/p", offset);
          boolean jumps = random.nextInt(3) == 0;
          now += jumps ? random.nextLong(-days(365), days(365)) : random.nextLong(days(45));
          dedup.setProcessingTime(now);
          registry.setProcessingTime(now);
          dedup.processElement(reference, 0);
          registry.processElement1(new StreamRecord<>(reference));
          var requests = dedup.getSideOutput(Deduplicate.EMBED_REQUESTS);
          if (requests != null && requests.size() > asked) {
            asked = requests.size();
            registry.processElement2(new StreamRecord<>(good("a")));
          }
          var published = registry.extractOutputValues();
          if (shown) {
            assertThat(published.get(published.size() - 1).gone()).as("seed %d", seed).isFalse();
          }
        }
      }
    }
  }

  /** Against a model: who shows a bad picture, and when, decides who gets a dead letter. */
  @Test
  void agreesWithAModelInWhateverOrder() throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      try (var harness = harness()) {
        boolean isBad = random.nextBoolean();
        boolean judged = false;
        var waiting = new HashSet<Long>();
        var offsetOf = new java.util.HashMap<String, Long>();
        var expected = new HashSet<Long>();
        for (long offset = 1; offset <= 30; offset++) {
          var product = "1/" + random.nextInt(4);
          int dice = random.nextInt(10);
          if (dice == 0 && !judged) {
            harness.processElement2(new StreamRecord<>(isBad ? bad("a") : good("a")));
            judged = true;
            if (isBad) {
              expected.addAll(waiting);
            }
          } else if (dice < 6) {
            harness.processElement1(new StreamRecord<>(added("a", product, offset)));
            waiting.remove(offsetOf.put(product, offset));
            if (judged && isBad) {
              expected.add(offset);
            } else if (!judged) {
              waiting.add(offset);
            }
          } else {
            harness.processElement1(new StreamRecord<>(removed("a", product, offset)));
            waiting.remove(offsetOf.remove(product));
          }
        }
        assertThat(letters(harness).stream().map(letter -> letter.origin().offset()).toList())
            .as("seed %d", seed)
            .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(harness.extractOutputValues())
            .as("seed %d", seed)
            .hasSize(judged && !isBad ? 1 : 0);
      }
    }
  }
}
