package io.imgsrch.jobs;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.InputEvents;
import io.imgsrch.config.event.InvalidEventException;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Origin;
import io.imgsrch.config.event.Progress;
import io.imgsrch.config.event.Serving;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.decode.RawRecord;
import io.imgsrch.operators.query.serve.BackendFactories;
import io.imgsrch.operators.query.serve.Change;
import io.imgsrch.operators.query.serve.OfferMark;
import io.imgsrch.operators.query.serve.ServeSearches;
import io.imgsrch.operators.query.state.StandingStateReader;
import io.imgsrch.operators.query.state.ValidityStateReader;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** Photos over HTTP → answers; the streams tell every server how fresh it is. */
final class QueryJob {
  static final String NAME = "imgsrch-query";

  private QueryJob() {}

  /** What it is made of. */
  static BackendFactories backends() {
    return new BackendFactories(
        MilvusVectorIndex::open,
        ValidityStateReader::new,
        MirrorFeed::open,
        StandingStateReader::new,
        Photos::embedder,
        Photos::fetcher,
        AvailabilityEvents::open,
        OfferTail::read,
        KafkaEnds::open);
  }

  static void define(StreamExecutionEnvironment env, Settings settings, BackendFactories backends) {
    // Searches are worth more than a checkpoint of how far the figures were read.
    env.getCheckpointConfig().setTolerableCheckpointFailureNumber(Integer.MAX_VALUE);
    var topics = new TopicStreams(env, settings, NAME);

    changes(topics, Topic.OFFERS)
        .union(
            changes(topics, Topic.AVAILABILITY),
            changes(topics, Topic.IMAGES),
            changes(topics, Topic.LISTINGS),
            changes(topics, Topic.SERVING),
            changes(topics, Topic.DEAD_LETTERS),
            changes(topics.newest(Topic.PROGRESS), Topic.PROGRESS))
        .broadcast()
        .process(new ServeSearches(settings, backends))
        .returns(Types.VOID)
        .uid("serve-searches")
        .name("Serve searches");
  }

  private static DataStream<Change> changes(TopicStreams topics, Topic topic) {
    return changes(topics.raw(topic), topic);
  }

  private static DataStream<Change> changes(DataStream<RawRecord> records, Topic topic) {
    return records
        .map(record -> change(topic, record))
        .returns(Change.class)
        .uid(topic.topicName() + "-changes")
        .name("Changes of " + topic.topicName());
  }

  private static Change change(Topic topic, RawRecord record) {
    int pictures =
        switch (topic) {
          case LISTINGS -> pictures(record.value());
          case IMAGES -> embedded(record.value());
          default -> 0;
        };
    var origin = record.origin();
    return new Change(
        topic,
        origin.timestampMillis(),
        pictures,
        mark(topic, record.value(), origin),
        topic == Topic.SERVING && ejects(record.value()),
        topic == Topic.PROGRESS ? progress(record.value()) : null);
  }

  /** What is no report proves nothing. */
  private static @Nullable Progress progress(byte[] value) {
    try {
      return InternalEvents.read(value, Progress.class);
    } catch (InvalidEventException e) {
      return null;
    }
  }

  /** What is no decision leaves searches alone. */
  private static boolean ejects(byte[] value) {
    try {
      return !InternalEvents.read(value, Serving.class).serving();
    } catch (InvalidEventException e) {
      return false;
    }
  }

  /** 0 for a picture that was purged, and for what the archive job makes a dead letter. */
  private static int embedded(byte[] value) {
    try {
      return InternalEvents.read(value, ImageVector.class).gone() ? 0 : 1;
    } catch (InvalidEventException e) {
      return 0;
    }
  }

  /** Null for what says nothing of an offer; other jobs make a dead letter of what should. */
  static @Nullable OfferMark mark(Topic topic, byte[] value, Origin origin) {
    try {
      return switch (topic) {
        case OFFERS -> OfferMark.of(InternalEvents.read(value, Offer.class));
        case AVAILABILITY -> OfferMark.of(InputEvents.availability(value, origin));
        default -> null;
      };
    } catch (InvalidEventException e) {
      return null;
    }
  }

  /** What is no listing has none; the validity job makes it a dead letter. */
  private static int pictures(byte[] value) {
    try {
      var listing = InternalEvents.read(value, Listing.class);
      return listing.fetching() ? 0 : listing.imagePks().size();
    } catch (InvalidEventException e) {
      return 0;
    }
  }
}
