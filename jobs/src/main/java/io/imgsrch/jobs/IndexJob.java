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
import io.imgsrch.operators.async.UnorderedAsync;
import io.imgsrch.operators.deadletter.DeadLetters;
import io.imgsrch.operators.dedup.Deduplicate;
import io.imgsrch.operators.embed.EmbedPictures;
import io.imgsrch.operators.embed.Verdict;
import io.imgsrch.operators.fetch.FetchPictures;
import io.imgsrch.operators.fetch.FetchedProduct;
import io.imgsrch.operators.guard.Guard;
import io.imgsrch.operators.progress.ProgressBook;
import io.imgsrch.operators.registry.Decision;
import io.imgsrch.operators.registry.Registry;
import io.imgsrch.operators.registry.RegistryState;
import io.imgsrch.sinks.kafka.TopicSinks;
import io.imgsrch.sinks.milvus.MilvusSink;
import io.imgsrch.sinks.milvus.VectorChange;
import io.imgsrch.sinks.progress.ReportingSink;
import java.time.Duration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Products and their pictures → listings, vectors, dead letters; and vectors → Milvus. */
final class IndexJob {
  static final String NAME = RegistryState.JOB_NAME;

  private IndexJob() {}

  static void define(StreamExecutionEnvironment env, Settings settings) {
    var topics =
        new TopicStreams(env, settings, NAME)
            .reporting(Topic.PRODUCTS, Topic.IMAGES)
            .readingBack(Topic.IMAGES);
    var reports = TopicStreams.reports(settings);

    var products = topics.events(Topic.PRODUCTS, ProductEvent.class, InputEvents::product);
    var guarded = products.keyBy(ProductEvent::key).process(new Guard()).uid("guard").name("Guard");
    var fetched =
        UnorderedAsync.wait(
                guarded,
                new FetchPictures(settings),
                FetchedProduct.class,
                Duration.ZERO, // of all pictures of an event: each request has its own
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
        UnorderedAsync.wait(
                references.getSideOutput(Deduplicate.EMBED_REQUESTS),
                new EmbedPictures(settings),
                Verdict.class,
                settings.get(EmbedOptions.TIMEOUT),
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
        .sinkTo(
            ReportingSink.ofCommitting(
                Topic.LISTINGS.topicName(), TopicSinks.listings(settings), reports))
        .uid("catalog.listings-sink")
        .name("catalog.listings");
    images
        .sinkTo(
            ReportingSink.ofCommitting(
                Topic.IMAGES.topicName(), TopicSinks.images(settings), reports))
        .uid("catalog.images-sink")
        .name("catalog.images");
    deadLetters
        .sinkTo(TopicSinks.deadLetters(settings))
        .uid("catalog.dead-letters-sink")
        .name("catalog.dead-letters");
    // From the topic and not from the registry, so that it holds what the archive holds.
    published
        .map(VectorChange::of)
        .uid("vector-changes")
        .name("Vectors")
        .sinkTo(
            ReportingSink.of(
                ProgressBook.MILVUS,
                MilvusSink.of(settings, settings.get(EmbedOptions.DIMENSION)),
                reports))
        .uid("milvus-sink")
        .name("Milvus");
  }
}
