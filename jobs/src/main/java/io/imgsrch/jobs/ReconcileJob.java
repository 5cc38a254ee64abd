package io.imgsrch.jobs;

import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Serving;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.reconcile.CompareBlocks;
import io.imgsrch.operators.reconcile.CountRound;
import io.imgsrch.operators.reconcile.ExpectedRow;
import io.imgsrch.operators.reconcile.FlinkRest;
import io.imgsrch.operators.reconcile.InspectBlocks;
import io.imgsrch.operators.reconcile.Look;
import io.imgsrch.operators.reconcile.LookRound;
import io.imgsrch.operators.reconcile.OfferCounts;
import io.imgsrch.operators.reconcile.PeriodicSource;
import io.imgsrch.sinks.kafka.TopicSinks;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What the topics say and what the stores hold → repairs, and whether to serve. */
final class ReconcileJob {
  static final String NAME = "imgsrch-reconcile";

  private ReconcileJob() {}

  static void define(StreamExecutionEnvironment env, Settings settings) {
    var run = NAME + "-" + UUID.randomUUID();
    var topics = new TopicStreams(env, settings, run).unhurried();

    var looks =
        env.fromSource(
                new PeriodicSource<Look>(
                    settings.get(ReconcileOptions.INTERVAL),
                    metrics ->
                        new LookRound(
                            settings,
                            ReconcileStores::open,
                            options -> ReconcileLog.open(options, run),
                            metrics)),
                WatermarkStrategy.noWatermarks(),
                "Look at the stores",
                TypeInformation.of(Look.class))
            .uid("looks")
            .setParallelism(1);

    var suspicions =
        expectedRows(topics, Topic.OFFERS)
            .union(expectedRows(topics, Topic.BITMAPS), expectedRows(topics, Topic.IMAGES))
            .connect(looks)
            .keyBy(ExpectedRow::blockKey, Look::blockKey)
            .process(new CompareBlocks())
            .uid("compare-blocks")
            .name("Compare blocks");

    AsyncDataStream.unorderedWait(
            suspicions,
            new InspectBlocks(
                settings, ReconcileStores::open, options -> ReconcileLog.open(options, run)),
            0, // no deadline for all that wait: each query has its own
            TimeUnit.MILLISECONDS,
            2 * InspectBlocks.MAX_WAITING)
        .uid("inspect-blocks")
        .name("Inspect blocks")
        .setParallelism(1)
        .sinkTo(TopicSinks.repairs(settings))
        .uid("catalog.repairs-sink")
        .name("catalog.repairs")
        .setParallelism(1);

    env.fromSource(
            new PeriodicSource<Serving>(
                settings.get(ReconcileOptions.COUNT_INTERVAL),
                metrics ->
                    new CountRound(
                        settings,
                        ReconcileStores::open,
                        options -> ReconcileLog.open(options, run),
                        new OfferCounts(
                                new FlinkRest(URI.create(settings.get(QueryOptions.FLINK_REST))))
                            ::inState,
                        () -> System.nanoTime() / 1_000_000,
                        metrics)),
            WatermarkStrategy.noWatermarks(),
            "Count offers",
            TypeInformation.of(Serving.class))
        .uid("counts")
        .setParallelism(1)
        .sinkTo(TopicSinks.serving(settings))
        .uid("catalog.serving-sink")
        .name("catalog.serving")
        .setParallelism(1);
  }

  private static DataStream<ExpectedRow> expectedRows(TopicStreams topics, Topic topic) {
    return topics
        .raw(topic)
        .flatMap(new ExpectedRows(topic))
        .uid(topic.topicName() + "-rows")
        .name("Rows of " + topic.topicName());
  }
}
