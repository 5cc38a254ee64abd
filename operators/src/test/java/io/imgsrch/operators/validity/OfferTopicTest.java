package io.imgsrch.operators.validity;

import static io.imgsrch.operators.Events.availability;
import static io.imgsrch.operators.Events.details;
import static io.imgsrch.operators.Events.listing;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.digest.RowDigest;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@code catalog.offers} says, whoever writes to it, ends as what the state says. */
class OfferTopicTest {
  private static final long PATIENCE = 1_000;
  private static final Settings SETTINGS =
      Settings.of(List.of()).with(ReconcileOptions.TOPIC_PATIENCE, Long.toString(PATIENCE), "test");

  @Test
  void anOfferThatOnlyTheTopicKnowsIsWithdrawnThere() throws Exception {
    try (var topic = new OfferTopic(SETTINGS)) {
      var stranger = stranger(topic, "p0", 3);
      topic.append("7/p0", stranger);
      topic.settle(PATIENCE);
      var end = offer(topic, "7/p0");
      assertThat(end.deleted()).isTrue();
      assertThat(end.versions()).isEqualTo(stranger.versions());

      topic.say(upsert("p0", 3));
      topic.settle(PATIENCE);
      assertThat(offer(topic, "7/p0").deleted()).isFalse();
      assertThat(topic.published()).isEqualTo(2);
    }
  }

  @Test
  void aTombstoneOfAnOfferThatNobodyKnowsIsLeftAlone() throws Exception {
    try (var topic = new OfferTopic(SETTINGS)) {
      topic.append("7/p0", stranger(topic, "p0", 3));
      topic.append("7/p0", null);
      topic.append("no product", null);
      topic.settle(PATIENCE);
      assertThat(topic.published()).isZero();
    }
  }

  /** Random histories, restarts, rescaling, and somebody who writes, deletes and loses records. */
  @Test
  void theTopicEndsAsTheStateWhateverHappensToIt() throws Exception {
    for (long seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      try (var topic = new OfferTopic(SETTINGS)) {
        var events = new ArrayList<Object>();
        var checkpoint = topic.checkpoint(1);
        int replayed = 0;
        for (int step = 2; step < 60; step++) {
          var product = "p" + random.nextInt(3);
          switch (random.nextInt(12)) {
            case 0 -> topic.append("7/" + product, null);
            case 1 -> topic.append("7/" + product, stranger(topic, product, random.nextInt(3)));
            case 2 -> topic.append("7/x", stranger(topic, "x", random.nextInt(3)));
            case 3 -> {
              var lost = upsert(product, random.nextInt(6));
              events.add(lost);
              topic.sayInVain(lost);
            }
            case 4 -> {
              checkpoint = topic.checkpoint(step);
              replayed = events.size();
            }
            case 5 -> {
              topic.restore(checkpoint, 1 + random.nextInt(3));
              for (var event : events.subList(replayed, events.size())) {
                say(topic, event);
              }
            }
            case 6, 7 -> topic.readSome(random.nextInt(8));
            case 8 -> topic.later(random.nextLong(2 * PATIENCE));
            default -> {
              var event = event(random, product);
              events.add(event);
              say(topic, event);
            }
          }
        }
        topic.settle(PATIENCE);
        for (var newest : topic.newest().values()) {
          var state = topic.inState(newest.key());
          assertThat(rowOf(newest.offer(), state != null))
              .as("seed %d, %s", seed, newest.key())
              .isEqualTo(rowOf(state, true));
        }
      }
    }
  }

  /** However slowly it is read, as long as that takes less than the patience. */
  @Test
  void nothingIsPublishedTwiceWhileNobodyElseWrites() throws Exception {
    for (long seed = 0; seed < 8; seed++) {
      var random = new Random(seed);
      try (var topic = new OfferTopic(SETTINGS)) {
        int said = 0;
        for (int step = 0; step < 60; step++) {
          if (random.nextInt(3) == 0) {
            topic.readSome(Integer.MAX_VALUE);
            topic.later(PATIENCE - 1);
            topic.restore(topic.checkpoint(step), 1 + random.nextInt(3));
          } else {
            topic.say(upsert("p" + random.nextInt(3), step));
            said++;
          }
        }
        topic.settle(PATIENCE);
        assertThat(topic.published()).as("seed %d", seed).isEqualTo(said);
      }
    }
  }

  private static Object event(Random random, String product) {
    long version = random.nextInt(6);
    return switch (random.nextInt(5)) {
      case 0 -> listing(product, new Revision(version, Revision.DELETED, ""), null);
      case 1, 2 -> upsert(product, version);
      default -> OfferUpdate.of(availability(product, version, random.nextBoolean(), null));
    };
  }

  private static void say(OfferTopic topic, Object event) throws Exception {
    if (event instanceof Listing listing) {
      topic.say(listing);
    } else {
      topic.say((OfferUpdate) event);
    }
  }

  /** The row's digest; an offer that is withdrawn is none where the state knows none. */
  private static @Nullable Long rowOf(@Nullable Offer offer, boolean known) {
    return offer == null || (offer.deleted() && !known) ? null : RowDigest.of(offer);
  }

  private static Offer offer(OfferTopic topic, String key) {
    return Objects.requireNonNull(Objects.requireNonNull(topic.newest().get(key)).offer());
  }

  /** An offer of somebody else's; of one that is known, at its revision or the oldest. */
  private static Offer stranger(OfferTopic topic, String product, long version) throws Exception {
    var known = topic.inState("7/" + product);
    var revision = new Revision(version, Revision.AVAILABLE, "d");
    return known == null
        ? new Offer(
            7, product, revision, null, details("Stolen", true), List.of(), false, List.of(), "f")
        : new Offer(
            7,
            product,
            version == 0 ? revision : known.content(),
            known.availability(),
            details("Stolen", true),
            known.imagePks(),
            false,
            List.of(),
            "f");
  }

  private static Listing upsert(String product, long version) {
    return listing(
        product,
        new Revision(version, Revision.AVAILABLE, "d"),
        details("v" + version, true),
        "a" + version);
  }
}
