package io.imgsrch.jobs;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.AvailabilityEvent;
import io.imgsrch.config.event.InputEvents;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Repair;
import io.imgsrch.config.event.StoredTable;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.deadletter.DeadLetters;
import io.imgsrch.operators.validity.ImageOfferChange;
import io.imgsrch.operators.validity.MaintainImages;
import io.imgsrch.operators.validity.MergeOffers;
import io.imgsrch.operators.validity.OfferCount;
import io.imgsrch.operators.validity.OfferUpdate;
import io.imgsrch.operators.validity.QueryableOffers;
import io.imgsrch.operators.validity.ValidityState;
import io.imgsrch.sinks.kafka.TopicSinks;
import io.imgsrch.sinks.progress.ReportingSink;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Listings and availability → the truth of what is on sale, queryable and as topics. */
final class ValidityJob {
  static final String NAME = ValidityState.JOB_NAME;

  /** Between two tasks, of what no search waits for. */
  private static final long UNHURRIED_MILLIS = 100;

  private ValidityJob() {}

  static void define(StreamExecutionEnvironment env, Settings settings) {
    var topics =
        new TopicStreams(env, settings, NAME)
            .reporting(Topic.LISTINGS, Topic.AVAILABILITY)
            .readingBack(Topic.OFFERS, Topic.BITMAPS);
    var published = topics.unhurried();
    var reports = TopicStreams.reports(settings);

    var listings = topics.events(Topic.LISTINGS, Listing.class, InternalEvents.of(Listing.class));
    var availability =
        topics.events(Topic.AVAILABILITY, AvailabilityEvent.class, InputEvents::availability);
    var repairs = topics.events(Topic.REPAIRS, Repair.class, InternalEvents.of(Repair.class));
    var updates =
        availability
            .map(OfferUpdate::of)
            .returns(OfferUpdate.class)
            .uid("availability-updates")
            .name("Availability")
            .union(
                of(StoredTable.OFFERS, repairs)
                    .map(repair -> OfferUpdate.restate(repair.key()))
                    .returns(OfferUpdate.class)
                    .uid("offer-restatements")
                    .name("Offers once more")
                    .setBufferTimeout(UNHURRIED_MILLIS),
                published
                    .newest(Topic.OFFERS)
                    .map(PublishedRecords::offer)
                    .returns(OfferUpdate.class)
                    .uid("published-offers")
                    .name("Published offers")
                    .setBufferTimeout(UNHURRIED_MILLIS));
    var offers =
        listings
            .connect(updates)
            .keyBy(Listing::key, OfferUpdate::productKey)
            .transform(
                OfferCount.OPERATOR, TypeInformation.of(Offer.class), new QueryableOffers(settings))
            .uid("offers");
    var bitmaps =
        offers
            .getSideOutput(MergeOffers.IMAGE_CHANGES)
            .union(
                of(StoredTable.BITMAPS, repairs)
                    .map(repair -> ImageOfferChange.restate(repair.key(), repair.traceparent()))
                    .returns(ImageOfferChange.class)
                    .uid("bitmap-restatements")
                    .name("Bitmaps once more")
                    .setBufferTimeout(UNHURRIED_MILLIS),
                published
                    .newest(Topic.BITMAPS)
                    .map(PublishedRecords::bitmap)
                    .returns(ImageOfferChange.class)
                    .uid("published-bitmaps")
                    .name("Published bitmaps")
                    .setBufferTimeout(UNHURRIED_MILLIS))
            .keyBy(ImageOfferChange::imagePk)
            .process(new MaintainImages(settings))
            .uid("images")
            .name("Offers and merchants by picture");
    var deadLetters =
        listings
            .getSideOutput(DeadLetters.TAG)
            .union(
                availability.getSideOutput(DeadLetters.TAG),
                repairs.getSideOutput(DeadLetters.TAG));

    offers
        .sinkTo(
            ReportingSink.ofCommitting(
                Topic.OFFERS.topicName(), TopicSinks.offers(settings), reports))
        .uid("catalog.offers-sink")
        .name("catalog.offers");
    bitmaps
        .sinkTo(
            ReportingSink.ofCommitting(
                Topic.BITMAPS.topicName(), TopicSinks.bitmaps(settings), reports))
        .uid("catalog.bitmaps-sink")
        .name("catalog.bitmaps");
    deadLetters
        .sinkTo(TopicSinks.deadLetters(settings))
        .uid("catalog.dead-letters-sink")
        .name("catalog.dead-letters");
  }

  private static DataStream<Repair> of(StoredTable table, DataStream<Repair> repairs) {
    return repairs
        .filter(repair -> repair.table() == table)
        .uid("repairs-of-" + table)
        .name("Repairs of the " + table.label());
  }
}
