package io.imgsrch.jobs;

import io.imgsrch.config.Settings;
import io.imgsrch.config.ValidityOptions;
import io.imgsrch.config.event.AvailabilityEvent;
import io.imgsrch.config.event.InputEvents;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.deadletter.DeadLetters;
import io.imgsrch.operators.validity.ImageOfferChange;
import io.imgsrch.operators.validity.MaintainImages;
import io.imgsrch.operators.validity.MergeOffers;
import io.imgsrch.operators.validity.ValidityState;
import io.imgsrch.sinks.kafka.TopicSinks;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Listings and availability → the truth of what is on sale, queryable and as topics. */
final class ValidityJob {
  static final String NAME = ValidityState.JOB_NAME;

  private ValidityJob() {}

  static void define(StreamExecutionEnvironment env, Settings settings) {
    var topics = new TopicStreams(env, settings, NAME);
    var sinks = new TopicSinks(settings);

    var listings = topics.events(Topic.LISTINGS, Listing.class, InternalEvents.of(Listing.class));
    var availability =
        topics.events(Topic.AVAILABILITY, AvailabilityEvent.class, InputEvents::availability);
    var offers =
        listings
            .connect(availability)
            .keyBy(Listing::key, AvailabilityEvent::key)
            .process(new MergeOffers())
            .uid("offers")
            .name("Offers");
    var bitmaps =
        offers
            .getSideOutput(MergeOffers.IMAGE_CHANGES)
            .keyBy(ImageOfferChange::imagePk)
            .process(new MaintainImages(settings.get(ValidityOptions.BITMAP_INTERVAL)))
            .uid("images")
            .name("Offers and merchants by picture");
    var deadLetters =
        listings.getSideOutput(DeadLetters.TAG).union(availability.getSideOutput(DeadLetters.TAG));

    sinks.write(offers, Topic.OFFERS);
    sinks.write(bitmaps, Topic.BITMAPS);
    sinks.write(deadLetters, Topic.DEAD_LETTERS);
  }
}
