package io.imgsrch.jobs;

import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.ProgressOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.progress.ProgressReports;
import io.imgsrch.operators.decode.Decode;
import io.imgsrch.operators.decode.EventParser;
import io.imgsrch.operators.decode.RawRecord;
import io.imgsrch.operators.decode.RawRecordSchema;
import io.imgsrch.operators.progress.TrackPositions;
import io.imgsrch.sinks.kafka.KafkaClients;
import io.imgsrch.sinks.kafka.ProgressTopic;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Topics as streams of events. A job without a checkpoint starts at the earliest offset, never at
 * committed ones: what a lost state knew must be read again.
 */
final class TopicStreams {
  private final StreamExecutionEnvironment env;
  private final Settings settings;
  private final String job;
  private final Set<Topic> reported;
  private final Set<Topic> own;
  private final Properties consumer;

  TopicStreams(StreamExecutionEnvironment env, Settings settings, String job) {
    this(env, settings, job, Set.of(), Set.of(), KafkaClients.common(settings));
  }

  private TopicStreams(
      StreamExecutionEnvironment env,
      Settings settings,
      String job,
      Set<Topic> reported,
      Set<Topic> own,
      Properties consumer) {
    this.env = env;
    this.settings = settings;
    this.job = job;
    this.reported = reported;
    this.own = own;
    this.consumer = consumer;
  }

  /** With watermarks that tell the sinks how far they are, and reports of what they follow. */
  TopicStreams reporting(Topic... topics) {
    return new TopicStreams(env, settings, job, Set.of(topics), own, consumer);
  }

  /** With topics that the job itself writes: what counts of a record is how far behind it is. */
  TopicStreams readingBack(Topic... topics) {
    return new TopicStreams(env, settings, job, reported, Set.of(topics), consumer);
  }

  /** For topics whose records nobody waits for. */
  TopicStreams unhurried() {
    return new TopicStreams(
        env, settings, job, reported, own, KafkaClients.unhurriedConsumer(settings));
  }

  /** The consumer group that a job reads by. */
  static String group(Settings settings, String job) {
    return settings.get(KafkaOptions.GROUP_PREFIX) + "-" + job;
  }

  /** The records as they are. */
  SingleOutputStreamOperator<RawRecord> raw(Topic topic) {
    return raw(topic, OffsetsInitializer.earliest());
  }

  /**
   * The records as they are, from now on where there is no checkpoint: those before are of a state
   * that was lost.
   */
  SingleOutputStreamOperator<RawRecord> newest(Topic topic) {
    return raw(topic, OffsetsInitializer.timestamp(System.currentTimeMillis()));
  }

  private SingleOutputStreamOperator<RawRecord> raw(Topic topic, OffsetsInitializer start) {
    var source =
        KafkaSource.<RawRecord>builder()
            .setProperties(consumer)
            .setGroupId(group(settings, job))
            .setTopics(topic.topicName())
            .setStartingOffsets(start)
            .setDeserializer(new RawRecordSchema())
            .build();
    boolean ofRecord = topic.holdsEvents() || own.contains(topic);
    var times =
        WatermarkStrategy.<RawRecord>noWatermarks()
            .withTimestampAssigner((record, appended) -> millis(record, ofRecord));
    var records =
        env.fromSource(source, times, topic.topicName()).uid(topic.topicName() + "-source");
    return reported.isEmpty() ? records : tracked(topic, records);
  }

  /** One without watermarks would hold up those of the others. */
  private SingleOutputStreamOperator<RawRecord> tracked(
      Topic topic, SingleOutputStreamOperator<RawRecord> records) {
    var positions =
        new TrackPositions(
            topic.topicName(),
            settings.get(ProgressOptions.INTERVAL),
            reported.contains(topic) ? reports(settings) : null);
    return records
        .transform("Positions in " + topic.topicName(), records.getType(), positions)
        .uid(topic.topicName() + "-positions");
  }

  /** Where reports of progress go. */
  static ProgressReports.Factory reports(Settings settings) {
    return () -> ProgressTopic.open(settings);
  }

  /** Timestamps travel with what becomes of an event, so that its records can say how old it is. */
  private static long millis(RawRecord record, boolean ofRecord) {
    return ofRecord ? record.origin().timestampMillis() : record.eventMillis();
  }

  /** The events of a topic; what is none comes out as a dead letter. */
  <E> SingleOutputStreamOperator<E> events(Topic topic, Class<E> type, EventParser<E> parser) {
    return raw(topic)
        .process(new Decode<>(parser))
        .returns(type)
        .uid(topic.topicName() + "-decode")
        .name("Decode " + topic.topicName());
  }
}
