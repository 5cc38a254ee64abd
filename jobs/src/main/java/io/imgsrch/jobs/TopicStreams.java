package io.imgsrch.jobs;

import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.decode.Decode;
import io.imgsrch.operators.decode.EventParser;
import io.imgsrch.operators.decode.RawRecord;
import io.imgsrch.operators.decode.RawRecordSchema;
import io.imgsrch.sinks.kafka.KafkaClients;
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

  TopicStreams(StreamExecutionEnvironment env, Settings settings, String job) {
    this.env = env;
    this.settings = settings;
    this.job = job;
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
            .setProperties(KafkaClients.common(settings))
            .setGroupId(group(settings, job))
            .setTopics(topic.topicName())
            .setStartingOffsets(start)
            .setDeserializer(new RawRecordSchema())
            .build();
    var times =
        WatermarkStrategy.<RawRecord>noWatermarks()
            .withTimestampAssigner((record, appended) -> eventMillis(topic, record));
    return env.fromSource(source, times, topic.topicName()).uid(topic.topicName() + "-source");
  }

  /** Timestamps travel with what becomes of an event, so that its records can say how old it is. */
  private static long eventMillis(Topic topic, RawRecord record) {
    return topic.holdsEvents() ? record.origin().timestampMillis() : record.eventMillis();
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
