package io.imgsrch.jobs;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.query.TopicEnds;
import io.imgsrch.operators.query.TopicLog;
import io.imgsrch.sinks.kafka.KafkaClients;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Asks Kafka where topics end. */
final class KafkaEnds implements TopicLog {
  private static final List<Topic> TOPICS = List.of(Topic.LISTINGS, Topic.IMAGES, Topic.OFFERS);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Admin admin;

  /** Partitions cannot be added later: keys would change theirs. */
  private volatile @Nullable Map<TopicPartition, OffsetSpec> partitions;

  KafkaEnds(Admin admin) {
    this.admin = admin;
  }

  /**
   * Opens the client, which connects with the first call.
   *
   * @throws IOException naming the brokers, if their addresses lead nowhere
   */
  static TopicLog open(Settings settings) throws IOException {
    var properties = KafkaClients.common(settings);
    properties.setProperty("default.api.timeout.ms", Long.toString(ANSWER.toMillis()));
    properties.setProperty("request.timeout.ms", Long.toString(ANSWER.toMillis()));
    try {
      return new KafkaEnds(Admin.create(properties));
    } catch (KafkaException e) {
      throw KafkaClients.notOpened(settings, e);
    }
  }

  @Override
  public CompletableFuture<TopicEnds> ends() {
    return partitions()
        .thenCompose(latest -> admin.listOffsets(latest).all().toCompletionStage())
        .thenApply(KafkaEnds::ends)
        .toCompletableFuture();
  }

  private CompletionStage<Map<TopicPartition, OffsetSpec>> partitions() {
    var known = partitions;
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    return admin
        .describeTopics(TOPICS.stream().map(Topic::topicName).toList())
        .allTopicNames()
        .toCompletionStage()
        .thenApply(
            topics -> {
              var found = latest(topics.values());
              partitions = found;
              return found;
            });
  }

  private static Map<TopicPartition, OffsetSpec> latest(Collection<TopicDescription> topics) {
    var latest = new HashMap<TopicPartition, OffsetSpec>();
    for (var topic : topics) {
      for (var partition : topic.partitions()) {
        latest.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest());
      }
    }
    return Map.copyOf(latest);
  }

  private static TopicEnds ends(Map<TopicPartition, ListOffsetsResultInfo> offsets) {
    var ends = new EnumMap<Topic, Map<Integer, Long>>(Topic.class);
    for (var topic : TOPICS) {
      var partitions = new HashMap<Integer, Long>();
      offsets.forEach(
          (partition, end) -> {
            if (partition.topic().equals(topic.topicName())) {
              partitions.put(partition.partition(), end.offset());
            }
          });
      ends.put(topic, Map.copyOf(partitions));
    }
    return new TopicEnds(ends);
  }

  @Override
  public void close() {
    admin.close(CLOSE);
  }
}
