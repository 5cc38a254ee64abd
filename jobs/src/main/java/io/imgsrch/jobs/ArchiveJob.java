package io.imgsrch.jobs;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.deadletter.DeadLetters;
import io.imgsrch.sinks.kafka.TopicSinks;
import io.imgsrch.sinks.postgres.ArchivedBitmap;
import io.imgsrch.sinks.postgres.PostgresSinks;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What the other jobs found → PostgreSQL. A database that hangs holds up nothing but this. */
final class ArchiveJob {
  static final String NAME = "imgsrch-archive";

  private ArchiveJob() {}

  static void define(StreamExecutionEnvironment env, Settings settings) {
    var topics = new TopicStreams(env, settings, NAME).unhurried();

    var offers = topics.events(Topic.OFFERS, Offer.class, InternalEvents.of(Offer.class));
    var images =
        topics.events(Topic.IMAGES, ImageVector.class, InternalEvents.of(ImageVector.class));
    var bitmaps =
        topics.events(
            Topic.BITMAPS,
            ArchivedBitmap.class,
            (value, origin) ->
                new ArchivedBitmap(
                    InternalEvents.read(value, MerchantBitmap.class),
                    origin.partition(),
                    origin.offset()));
    var deadLetters =
        offers
            .getSideOutput(DeadLetters.TAG)
            .union(images.getSideOutput(DeadLetters.TAG), bitmaps.getSideOutput(DeadLetters.TAG));

    offers.sinkTo(PostgresSinks.offers(settings)).uid("offers-archive").name("Archive offers");
    images.sinkTo(PostgresSinks.images(settings)).uid("images-archive").name("Archive images");
    bitmaps.sinkTo(PostgresSinks.bitmaps(settings)).uid("bitmaps-archive").name("Archive bitmaps");
    deadLetters
        .sinkTo(TopicSinks.deadLetters(settings))
        .uid("catalog.dead-letters-sink")
        .name("catalog.dead-letters");
  }
}
