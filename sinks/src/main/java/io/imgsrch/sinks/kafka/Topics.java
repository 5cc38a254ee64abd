package io.imgsrch.sinks.kafka;

import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.imgsrch.sinks.batch.Backoff;
import io.imgsrch.sinks.batch.Opening;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Our topics on the broker. */
public final class Topics {
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final Settings settings;
  private final Admin admin;
  private final long end;

  private Topics(Settings settings, Admin admin, long end) {
    this.settings = settings;
    this.admin = admin;
    this.end = end;
  }

  /**
   * Creates the topics that are missing, with further attempts while Kafka is not there yet; those
   * that exist stay as they are.
   *
   * @param partitions of each new topic but {@code catalog.progress}, which has one
   * @param replicationFactor of each new topic
   * @param deadline of each attempt
   * @return names of the topics that were created
   * @throws IOException naming the brokers, if they refuse or cannot be reached
   * @throws ConfigurationException if a topic that exists takes only smaller records than ours, or
   *     the user is refused
   */
  public static Set<String> createMissing(
      Settings settings, int partitions, short replicationFactor, Duration deadline)
      throws IOException {
    var missing =
        Arrays.stream(Topic.values())
            .map(
                topic ->
                    new NewTopic(topic.topicName(), topic.partitions(partitions), replicationFactor)
                        .configs(topic.settings()))
            .toList();
    return Opening.patiently(
        Backoff.ofOpening(settings),
        KafkaClients.name(settings),
        () -> attempt(settings, missing, deadline));
  }

  private static Set<String> attempt(Settings settings, List<NewTopic> missing, Duration deadline)
      throws IOException {
    var properties = KafkaClients.common(settings);
    properties.setProperty("default.api.timeout.ms", Long.toString(deadline.toMillis()));
    properties.setProperty("request.timeout.ms", Long.toString(deadline.toMillis()));
    Admin admin = null;
    try {
      admin = Admin.create(properties);
      var topics = new Topics(settings, admin, System.nanoTime() + deadline.toNanos());
      var created = topics.create(missing);
      topics.checkLimitsOfAllBut(created);
      return created;
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw KafkaClients.notOpened(settings, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(
          "Interrupted while creating topics on " + KafkaClients.name(settings), e);
    } finally {
      if (admin != null) {
        admin.close(CLOSE);
      }
    }
  }

  private Set<String> create(List<NewTopic> missing)
      throws ExecutionException, TimeoutException, InterruptedException {
    var created = new HashSet<String>();
    for (var topic : admin.createTopics(missing).values().entrySet()) {
      try {
        await(topic.getValue());
        created.add(topic.getKey());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
    return created;
  }

  /** A topic that takes only smaller records would stop a job at the first large one. */
  private void checkLimitsOfAllBut(Set<String> created)
      throws ExecutionException, TimeoutException, InterruptedException {
    var old =
        Arrays.stream(Topic.values())
            .filter(topic -> !created.contains(topic.topicName()))
            .collect(Collectors.toMap(Topics::resource, topic -> topic));
    for (var described : await(admin.describeConfigs(old.keySet()).all()).entrySet()) {
      var topic = Objects.requireNonNull(old.get(described.getKey()));
      var limit = described.getValue().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
      if (Integer.parseInt(limit.value()) < topic.maxMessageBytes()) {
        throw new ConfigurationException(
            "Topic %s of %s takes records of %s bytes at the most, and ours have up to %d: set its"
                    .formatted(
                        topic.topicName(),
                        KafkaClients.name(settings),
                        limit.value(),
                        topic.maxMessageBytes())
                + " %s to %d or more"
                    .formatted(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, topic.maxMessageBytes()));
      }
    }
  }

  private static ConfigResource resource(Topic topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
  }

  private <T> T await(KafkaFuture<T> answer)
      throws ExecutionException, TimeoutException, InterruptedException {
    return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
  }
}
