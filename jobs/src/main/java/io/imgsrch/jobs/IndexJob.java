package io.imgsrch.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.imgsrch.config.EmbedOptions;
import io.imgsrch.config.FetchOptions;
import io.imgsrch.config.RegistryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.InputEvents;
import io.imgsrch.config.event.ProductEvent;
import io.imgsrch.config.event.Repair;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.assemble.Assemble;
import io.imgsrch.operators.assemble.ImageReference;
import io.imgsrch.operators.deadletter.DeadLetters;
import io.imgsrch.operators.dedup.Deduplicate;
import io.imgsrch.operators.embed.EmbedPictures;
import io.imgsrch.operators.fetch.FetchPictures;
import io.imgsrch.operators.guard.Guard;
import io.imgsrch.operators.registry.Decision;
import io.imgsrch.operators.registry.Registry;
import io.imgsrch.operators.registry.RegistryState;
import io.imgsrch.sinks.kafka.TopicSinks;
import io.imgsrch.sinks.milvus.MilvusSink;
import io.imgsrch.sinks.milvus.VectorChange;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Products and their pictures → listings, vectors, dead letters; and vectors → Milvus. */
final class IndexJob {
  static final String NAME = RegistryState.JOB_NAME;

  private IndexJob() {}

  static void define(StreamExecutionEnvironment env, Settings settings) {
    var topics = new TopicStreams(env, settings, NAME);

    var products = topics.events(Topic.PRODUCTS, ProductEvent.class, InputEvents::product);
    var guarded = products.keyBy(ProductEvent::key).process(new Guard()).uid("guard").name("Guard");
    var fetched =
        AsyncDataStream.unorderedWait(
                guarded,
                new FetchPictures(settings),
                0, // no deadline for all pictures of an event: each request has its own
                TimeUnit.MILLISECONDS,
                settings.get(FetchOptions.EVENTS_IN_FLIGHT))
            .uid("fetch")
            .name("Fetch pictures");
    var listings =
        guarded
            .getSideOutput(Guard.ANNOUNCED)
            .connect(fetched)
            .keyBy(ProductEvent::key, product -> product.event().key())
            .process(new Assemble(settings))
            .uid("assemble")
            .name("Assemble listings");
    var references =
        listings
            .getSideOutput(Assemble.REFERENCES)
            .keyBy(ImageReference::imagePk)
            .process(new Deduplicate(settings.get(RegistryOptions.RETENTION)))
            .uid("dedup")
            .name("Deduplicate pictures");
    var verdicts =
        AsyncDataStream.unorderedWait(
                references.getSideOutput(Deduplicate.EMBED_REQUESTS),
                new EmbedPictures(settings),
                settings.get(EmbedOptions.TIMEOUT).toMillis(),
                TimeUnit.MILLISECONDS,
                settings.get(EmbedOptions.IN_FLIGHT))
            .uid("embed")
            .name("Embed pictures");
    var published =
        topics.events(Topic.IMAGES, ImageVector.class, InternalEvents.of(ImageVector.class));
    var repairs = topics.events(Topic.REPAIRS, Repair.class, InternalEvents.of(Repair.class));
    var decisions =
        verdicts
            .map(Decision::of)
            .returns(Decision.class)
            .uid("verdict-decisions")
            .name("Verdicts")
            .union(
                published
                    .map(Decision::of)
                    .returns(Decision.class)
                    .uid("published-decisions")
                    .name("Published pictures"),
                published
                    .getSideOutput(DeadLetters.TAG)
                    .map(letter -> Decision.lost(new String(letter.key(), UTF_8)))
                    .returns(Decision.class)
                    .uid("lost-decisions")
                    .name("Records that are no pictures"),
                repairs
                    .filter(repair -> repair.table().topic() == Topic.IMAGES)
                    .uid("image-repairs")
                    .name("Repairs of pictures")
                    .map(Decision::of)
                    .returns(Decision.class)
                    .uid("repair-decisions")
                    .name("Repairs"));
    var images =
        references
            .connect(decisions)
            .keyBy(ImageReference::imagePk, Decision::imagePk)
            .process(new Registry(settings))
            .uid("registry")
            .name("Picture registry");
    var deadLetters =
        products
            .getSideOutput(DeadLetters.TAG)
            .union(
                listings.getSideOutput(DeadLetters.TAG),
                images.getSideOutput(DeadLetters.TAG),
                published.getSideOutput(DeadLetters.TAG),
                repairs.getSideOutput(DeadLetters.TAG));

    listings
        .sinkTo(TopicSinks.listings(settings))
        .uid("catalog.listings-sink")
        .name("catalog.listings");
    images.sinkTo(TopicSinks.images(settings)).uid("catalog.images-sink").name("catalog.images");
    deadLetters
        .sinkTo(TopicSinks.deadLetters(settings))
        .uid("catalog.dead-letters-sink")
        .name("catalog.dead-letters");
    // From the topic and not from the registry, so that it holds what the archive holds.
    published
        .map(VectorChange::of)
        .uid("vector-changes")
        .name("Vectors")
        .sinkTo(MilvusSink.of(settings, settings.get(EmbedOptions.DIMENSION)))
        .uid("milvus-sink")
        .name("Milvus");
  }
}
