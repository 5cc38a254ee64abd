package io.imgsrch.jobs;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.query.serve.BackendFactories;
import io.imgsrch.operators.query.serve.Change;
import io.imgsrch.operators.query.serve.ServeSearches;
import io.imgsrch.operators.query.state.StandingStateReader;
import io.imgsrch.operators.query.state.ValidityStateReader;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Photos over HTTP → answers; the streams tell every server how fresh it is. */
final class QueryJob {
  static final String NAME = "imgsrch-query";

  private QueryJob() {}

  static void define(StreamExecutionEnvironment env, Settings settings) {
    var topics = new TopicStreams(env, settings, NAME);

    var backends =
        new BackendFactories(
            MilvusVectorIndex::open,
            ValidityStateReader::new,
            StandingStateReader::new,
            Photos::embedder,
            Photos::fetcher);

    changes(topics, Topic.OFFERS)
        .union(changes(topics, Topic.IMAGES))
        .broadcast()
        .process(new ServeSearches(settings, backends))
        .returns(Types.VOID)
        .uid("serve-searches")
        .name("Serve searches");
  }

  private static DataStream<Change> changes(TopicStreams topics, Topic topic) {
    return topics
        .raw(topic)
        .map(record -> new Change(record.origin().topic(), record.origin().timestampMillis()))
        .returns(Change.class)
        .uid(topic.topicName() + "-changes")
        .name("Changes of " + topic.topicName());
  }
}
