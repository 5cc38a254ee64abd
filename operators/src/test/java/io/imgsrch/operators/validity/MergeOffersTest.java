package io.imgsrch.operators.validity;

import static io.imgsrch.operators.Events.availability;
import static io.imgsrch.operators.Events.details;
import static io.imgsrch.operators.Events.imagePk;
import static io.imgsrch.operators.Events.listing;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.AvailabilityEvent;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

class MergeOffersTest {
  private static final int MAX_PARALLELISM = 4;
  private static final Settings SETTINGS =
      Settings.of(List.of()).with(ReconcileOptions.TOPIC_PATIENCE, "0", "test");

  private KeyedTwoInputStreamOperatorTestHarness<String, Listing, OfferUpdate, Offer> harness()
      throws Exception {
    return ProcessFunctionTestHarnesses.forKeyedCoProcessFunction(
        new MergeOffers(SETTINGS), Listing::key, OfferUpdate::productKey, Types.STRING);
  }

  @Test
  void anAvailabilityEventDecidesOnceThereIsOne() throws Exception {
    try (var harness = harness()) {
      harness.processElement1(new StreamRecord<>(upsert(1, true, "a")));
      harness.processElement2(
          new StreamRecord<>(OfferUpdate.of(availability("p", 1, false, 999L))));
      harness.processElement1(new StreamRecord<>(upsert(2, true, "a")));
      harness.processElement2(new StreamRecord<>(OfferUpdate.of(availability("p", 2, true, null))));

      var offers = harness.extractOutputValues();
      assertThat(offers).extracting(Offer::available).containsExactly(true, false, false, true);
      assertThat(offers)
          .extracting(offer -> Objects.requireNonNull(offer.details()).priceMinor())
          .containsExactly(1_299L, 999L, 999L, 1_299L);
    }
  }

  @Test
  void anOfferCarriesTheTimeOfTheEventThatMadeIt() throws Exception {
    try (var harness = harness()) {
      harness.processElement1(new StreamRecord<>(upsert(1, true, "a"), 1_001));
      var event = OfferUpdate.of(availability("p", 1, false, null));
      harness.processElement2(new StreamRecord<>(event, 1_002));
      assertThat(harness.getOutput())
          .extracting(record -> ((StreamRecord<?>) record).getTimestamp())
          .containsExactly(1_001L, 1_002L);
    }
  }

  @Test
  void anAvailabilityEventAheadOfItsListingWaits() throws Exception {
    try (var harness = harness()) {
      harness.processElement2(
          new StreamRecord<>(OfferUpdate.of(availability("p", 1, false, null))));
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.processElement1(new StreamRecord<>(upsert(1, true, "a")));
      assertThat(harness.extractOutputValues()).extracting(Offer::available).containsExactly(false);
    }
  }

  @Test
  void anOfferIsToldOnceMoreAsItIsAndOneThatIsNotThereIsNot() throws Exception {
    try (var harness = harness()) {
      harness.processElement2(new StreamRecord<>(OfferUpdate.restate("7/p")));
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.processElement1(new StreamRecord<>(upsert(1, true, "a")));
      harness.processElement2(new StreamRecord<>(OfferUpdate.of(availability("p", 1, false, 9L))));
      harness.processElement2(new StreamRecord<>(OfferUpdate.restate("7/p")));

      var offers = harness.extractOutputValues();
      assertThat(offers).hasSize(3);
      assertThat(offers.get(2)).isEqualTo(offers.get(1));
      assertThat(harness.getSideOutput(MergeOffers.IMAGE_CHANGES)).hasSize(2);
    }
  }

  @Test
  void picturesLearnWhatChangedAndWhatWent() throws Exception {
    try (var harness = harness()) {
      harness.processElement1(new StreamRecord<>(upsert(1, true, "a", "b")));
      harness.processElement1(new StreamRecord<>(upsert(2, true, "b")));
      harness.processElement1(
          new StreamRecord<>(listing("p", new Revision(3, Revision.DELETED, ""), null)));

      assertThat(harness.getSideOutput(MergeOffers.IMAGE_CHANGES))
          .extracting(
              change -> change.getValue().imagePk(), change -> change.getValue().offer() != null)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(imagePk("a"), true),
              org.assertj.core.groups.Tuple.tuple(imagePk("b"), true),
              org.assertj.core.groups.Tuple.tuple(imagePk("a"), false),
              org.assertj.core.groups.Tuple.tuple(imagePk("b"), true),
              org.assertj.core.groups.Tuple.tuple(imagePk("b"), false));
    }
  }

  /** Whatever the number of subtasks: the first one takes over what all had counted. */
  @Test
  void offersAreCountedOnceEachAlsoAfterARestart() throws Exception {
    var function = new MergeOffers(SETTINGS);
    OperatorSubtaskState snapshot;
    try (var harness = harness(function, 1, 0)) {
      harness.open();
      harness.processElement1(new StreamRecord<>(upsert(1, true)));
      harness.processElement1(new StreamRecord<>(upsert(2, true)));
      harness.processElement2(new StreamRecord<>(OfferUpdate.of(availability("q", 1, true, null))));
      assertThat(function.offersInState()).isEqualTo(1);
      snapshot = harness.snapshot(1, 1);
    }
    for (int subtask = 0; subtask < 2; subtask++) {
      var restored = new MergeOffers(SETTINGS);
      try (var harness = harness(restored, 2, subtask)) {
        harness.initializeState(
            AbstractStreamOperatorTestHarness.repartitionOperatorState(
                snapshot, MAX_PARALLELISM, 1, 2, subtask));
        harness.open();
        assertThat(restored.offersInState()).isEqualTo(subtask == 0 ? 1 : 0);
      }
    }
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, Listing, OfferUpdate, Offer>
      harness(MergeOffers function, int parallelism, int subtask) throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(function),
        Listing::key,
        OfferUpdate::productKey,
        Types.STRING,
        MAX_PARALLELISM,
        parallelism,
        subtask);
  }

  /**
   * Both lines shuffled, with stale and equal versions: the offer depends on the newest of each.
   */
  @Test
  void newestOfBothLinesWinsInWhateverOrder() throws Exception {
    for (long seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var listings = new ArrayList<Listing>();
      var availabilities = new ArrayList<AvailabilityEvent>();
      for (int i = 0; i < 6; i++) {
        long version = random.nextInt(4);
        listings.add(
            random.nextInt(5) == 0
                ? listing("p", new Revision(version, Revision.DELETED, ""), null)
                : upsert(version, random.nextBoolean(), "a" + version));
        availabilities.add(
            availability("p", random.nextInt(4), random.nextBoolean(), price(random)));
      }
      try (var harness = harness()) {
        var inputs = new ArrayList<Object>(listings);
        inputs.addAll(availabilities);
        Collections.shuffle(inputs, random);
        for (var input : inputs) {
          if (input instanceof Listing update) {
            harness.processElement1(new StreamRecord<>(update));
          } else if (input instanceof AvailabilityEvent update) {
            harness.processElement2(new StreamRecord<>(OfferUpdate.of(update)));
          }
        }
        var newest = Collections.max(listings, Comparator.comparing(Listing::revision));
        var word =
            Collections.max(availabilities, Comparator.comparing(AvailabilityEvent::revision));
        var offers = harness.extractOutputValues();
        var end = offers.get(offers.size() - 1);

        assertThat(end.content()).as("seed %d", seed).isEqualTo(newest.revision());
        assertThat(end.availability()).as("seed %d", seed).isEqualTo(word.revision());
        assertThat(end.imagePks()).as("seed %d", seed).isEqualTo(newest.imagePks());
        assertThat(end.available())
            .as("seed %d", seed)
            .isEqualTo(!newest.deleted() && word.available());
        assertThat(standing(harness)).as("seed %d", seed).isEqualTo(expectedAtPictures(end));
      }
    }
  }

  private static Map<String, Boolean> expectedAtPictures(Offer end) {
    var expected = new HashMap<String, Boolean>();
    end.imagePks().forEach(imagePk -> expected.put(imagePk, end.available()));
    return expected;
  }

  private static Map<String, Boolean> standing(
      KeyedTwoInputStreamOperatorTestHarness<String, Listing, OfferUpdate, Offer> harness) {
    var standing = new HashMap<String, Boolean>();
    var changes = harness.getSideOutput(MergeOffers.IMAGE_CHANGES);
    if (changes != null) {
      for (var change : changes) {
        var offer = change.getValue().offer();
        if (offer == null) {
          standing.remove(change.getValue().imagePk());
        } else {
          standing.put(change.getValue().imagePk(), offer.available());
        }
      }
    }
    return standing;
  }

  private static @org.jspecify.annotations.Nullable Long price(Random random) {
    return random.nextBoolean() ? null : (long) random.nextInt(1_000);
  }

  private static Listing upsert(long version, boolean available, String... pictures) {
    int rank = available ? Revision.AVAILABLE : Revision.UNAVAILABLE;
    return listing(
        "p", new Revision(version, rank, "d"), details("v" + version, available), pictures);
  }
}
