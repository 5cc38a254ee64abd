package io.imgsrch.sinks.kafka;

import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Our topics on the broker. */
public final class Topics {
  private Topics() {}

  /**
   * Creates the topics that are missing; those that exist stay as they are.
   *
   * @param partitions of each new topic
   * @param replicationFactor of each new topic
   * @param deadline for all of it
   * @return names of the topics that were created
   * @throws IOException naming the brokers, if they refuse or cannot be reached
   */
  public static Set<String> createMissing(
      Settings settings, int partitions, short replicationFactor, Duration deadline)
      throws IOException {
    var address = settings.get(KafkaOptions.BOOTSTRAP_SERVERS);
    var end = System.nanoTime() + deadline.toNanos();
    var topics =
        Arrays.stream(Topic.values())
            .map(
                topic ->
                    new NewTopic(topic.topicName(), partitions, replicationFactor)
                        .configs(topic.settings()))
            .toList();
    var properties = KafkaClients.common(settings);
    properties.setProperty("default.api.timeout.ms", Long.toString(deadline.toMillis()));
    properties.setProperty("request.timeout.ms", Long.toString(deadline.toMillis()));
    var admin = Admin.create(properties);
    try {
      var created = new HashSet<String>();
      for (Map.Entry<String, KafkaFuture<Void>> topic :
          admin.createTopics(topics).values().entrySet()) {
        if (isNew(topic.getValue(), end - System.nanoTime())) {
          created.add(topic.getKey());
        }
      }
      return created;
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(
          "Cannot create topics on Kafka at %s within %d ms: check that it runs and that the user"
                  .formatted(address, deadline.toMillis())
              + " may create topics",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while creating topics on Kafka at " + address, e);
    } finally {
      admin.close(Duration.ofSeconds(5));
    }
  }

  private static boolean isNew(KafkaFuture<Void> creation, long nanosLeft)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      creation.get(Math.max(0, nanosLeft), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw e;
    }
  }
}
