package io.imgsrch.operators.assemble;

import static io.imgsrch.operators.Events.deletion;
import static io.imgsrch.operators.Events.fetched;
import static io.imgsrch.operators.Events.imagePk;
import static io.imgsrch.operators.Events.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.FailedPicture;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.ProductEvent;
import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.Events;
import io.imgsrch.operators.deadletter.DeadLetters;
import io.imgsrch.operators.fetch.FetchedProduct;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssembleTest {
  private KeyedTwoInputStreamOperatorTestHarness<String, ProductEvent, FetchedProduct, Listing>
      harness() throws Exception {
    return ProcessFunctionTestHarnesses.forKeyedCoProcessFunction(
        new Assemble(Settings.of(List.of())),
        ProductEvent::key,
        product -> product.event().key(),
        Types.STRING);
  }

  @Test
  void oldPicturesServeUntilTheNewOnesAreKnown() throws Exception {
    try (var harness = harness()) {
      announce(harness, upsert("p", 1, "u"));
      fetch(harness, fetched(upsert("p", 1, "u"), "a"));
      announce(harness, upsert("p", 2, "u"));
      fetch(harness, fetched(upsert("p", 2, "u"), "b"));

      assertThat(harness.extractOutputValues())
          .extracting(l -> l.revision().version(), Listing::fetching, Listing::imagePks)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(1L, true, List.of()),
              org.assertj.core.groups.Tuple.tuple(1L, false, List.of(imagePk("a"))),
              org.assertj.core.groups.Tuple.tuple(2L, true, List.of(imagePk("a"))),
              org.assertj.core.groups.Tuple.tuple(2L, false, List.of(imagePk("b"))));
      assertThat(references(harness)).containsExactly("+a", "-a", "+b");
    }
  }

  @Test
  void aFetchThatWasOvertakenChangesNothing() throws Exception {
    try (var harness = harness()) {
      announce(harness, upsert("p", 1, "u"));
      announce(harness, upsert("p", 2, "u"));
      fetch(harness, fetched(upsert("p", 2, "u"), "b"));
      fetch(harness, fetched(upsert("p", 1, "u"), "a"));

      assertThat(references(harness)).containsExactly("+b");
      assertThat(last(harness).imagePks()).containsExactly(imagePk("b"));
    }
  }

  @Test
  void picturesMayArriveBeforeTheirAnnouncement() throws Exception {
    try (var harness = harness()) {
      fetch(harness, fetched(upsert("p", 1, "u"), "a"));
      announce(harness, upsert("p", 1, "u"));

      assertThat(last(harness).fetching()).isFalse();
      assertThat(last(harness).imagePks()).containsExactly(imagePk("a"));
    }
  }

  @Test
  void aDeletionTakesAllReferencesAndLeavesARecord() throws Exception {
    try (var harness = harness()) {
      fetch(harness, fetched(upsert("p", 1, "u"), "a", "b"));
      announce(harness, deletion("p", 2));
      fetch(harness, fetched(upsert("p", 1, "u"), "a", "b"));

      assertThat(references(harness)).containsExactly("+a", "+b", "-a", "-b");
      assertThat(last(harness).deleted()).isTrue();
      assertThat(last(harness).imagePks()).isEmpty();
    }
  }

  @Test
  void aPictureTwiceInOneEventIsOneReference() throws Exception {
    try (var harness = harness()) {
      fetch(harness, fetched(upsert("p", 1, "u", "v"), "a", "a"));
      assertThat(references(harness)).containsExactly("+a");
    }
  }

  @Test
  void aMissedPictureIsADeadLetterWithTheOriginalBytes() throws Exception {
    var event = upsert("p", 1, "u");
    try (var harness = harness()) {
      fetch(harness, Events.missed(event, Reason.PICTURE_NOT_FOUND));

      assertThat(last(harness).failedPictures())
          .containsExactly(new FailedPicture(0, Reason.PICTURE_NOT_FOUND));
      var letter = harness.getSideOutput(DeadLetters.TAG).remove().getValue();
      assertThat(letter.reason()).isEqualTo(Reason.PICTURE_NOT_FOUND);
      assertThat(letter.value()).isEqualTo(event.source());
      assertThat(letter.attempts()).isEqualTo(2);
    }
  }

  @Test
  void aPictureThatIsThereStaysWhenItsHostFailsInPassing() throws Exception {
    var event = upsert("p", 1, "u", "v");
    try (var harness = harness()) {
      fetch(harness, fetched(event, "a", "b"));
      fetch(harness, Events.missed(event, Reason.PICTURE_UNREACHABLE, 0, 1));

      assertThat(last(harness).imagePks()).containsExactly(imagePk("a"), imagePk("b"));
      assertThat(last(harness).failedPictures()).isEmpty();
      assertThat(references(harness)).containsExactly("+a", "+b");
      assertThat(harness.getSideOutput(DeadLetters.TAG)).isNull();
    }
  }

  @Test
  void aPictureThatIsThereGoesWhenItsHostSaysThatThereIsNone() throws Exception {
    var event = upsert("p", 1, "u", "v");
    try (var harness = harness()) {
      fetch(harness, fetched(event, "a", "b"));
      fetch(harness, Events.missed(event, Reason.PICTURE_NOT_FOUND, 0));

      assertThat(last(harness).imagePks()).containsExactly(imagePk("b"));
      assertThat(last(harness).failedPictures())
          .containsExactly(new FailedPicture(0, Reason.PICTURE_NOT_FOUND));
      assertThat(references(harness)).containsExactly("+a", "+b", "-a");
    }
  }

  /**
   * Announcements and fetches of the same events in every order: the newest revision wins, and the
   * references that stand are those of the listing.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void newestWinsInWhateverOrder(long firstSeed) throws Exception {
    for (long seed = firstSeed * 1_000; seed < firstSeed * 1_000 + 100; seed++) {
      var random = new Random(seed);
      try (var harness = harness()) {
        var steps = new ArrayList<Step>();
        ProductEvent newest = null;
        var pictures = new HashMap<Long, String[]>();
        for (int i = 0; i < 8; i++) {
          long version = random.nextInt(5);
          boolean deletes = random.nextInt(4) == 0;
          var event = deletes ? deletion("p", version) : upsert("p", version, "u");
          if (newest == null || event.revision().compareTo(newest.revision()) >= 0) {
            newest = event;
          }
          steps.add(() -> announce(harness, event));
          if (!deletes) {
            var shown = pictures.computeIfAbsent(version, v -> somePictures(random));
            steps.add(() -> fetch(harness, fetched(event, shown)));
          }
        }
        Collections.shuffle(steps, random);
        for (var step : steps) {
          step.run();
        }

        assertThat(newest).isNotNull();
        var end = last(harness);
        assertThat(end.revision()).as("seed %d", seed).isEqualTo(newest.revision());
        Set<String> expected = new HashSet<>();
        if (!newest.deleted()) {
          for (var picture : pictures.getOrDefault(newest.revision().version(), new String[0])) {
            expected.add(imagePk(picture));
          }
        }
        assertThat(Set.copyOf(end.imagePks())).as("seed %d", seed).isEqualTo(expected);
        assertThat(standing(harness)).as("seed %d", seed).isEqualTo(expected);
      }
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private static String[] somePictures(Random random) {
    var all = new ArrayList<>(List.of("a", "b", "c", "d"));
    Collections.shuffle(all, random);
    return all.subList(0, 1 + random.nextInt(3)).toArray(String[]::new);
  }

  private static void announce(
      KeyedTwoInputStreamOperatorTestHarness<String, ProductEvent, FetchedProduct, Listing> harness,
      ProductEvent event)
      throws Exception {
    harness.processElement1(new StreamRecord<>(event.withoutSource()));
  }

  private static void fetch(
      KeyedTwoInputStreamOperatorTestHarness<String, ProductEvent, FetchedProduct, Listing> harness,
      FetchedProduct product)
      throws Exception {
    harness.processElement2(new StreamRecord<>(product));
  }

  private static Listing last(
      KeyedTwoInputStreamOperatorTestHarness<String, ProductEvent, FetchedProduct, Listing>
          harness) {
    var listings = harness.extractOutputValues();
    return listings.get(listings.size() - 1);
  }

  private static List<String> references(
      KeyedTwoInputStreamOperatorTestHarness<String, ProductEvent, FetchedProduct, Listing>
          harness) {
    var names = Map.of(imagePk("a"), "a", imagePk("b"), "b");
    return harness.getSideOutput(Assemble.REFERENCES).stream()
        .map(StreamRecord::getValue)
        .map(reference -> (reference.added() ? "+" : "-") + names.get(reference.imagePk()))
        .toList();
  }

  private static Set<String> standing(
      KeyedTwoInputStreamOperatorTestHarness<String, ProductEvent, FetchedProduct, Listing>
          harness) {
    var standing = new HashSet<String>();
    Queue<StreamRecord<ImageReference>> references = harness.getSideOutput(Assemble.REFERENCES);
    if (references != null) {
      for (var reference : references) {
        if (reference.getValue().added()) {
          standing.add(reference.getValue().imagePk());
        } else {
          standing.remove(reference.getValue().imagePk());
        }
      }
    }
    return standing;
  }
}
