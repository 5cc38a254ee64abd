package io.imgsrch.sinks.kafka;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.Progress;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.progress.ProgressReports;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports into {@code catalog.progress}. What Kafka does not take at once is lost. */
public final class ProgressTopic implements ProgressReports {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressTopic.class);
  private static final Duration REQUEST = Duration.ofSeconds(2);
  private static final Duration DELIVERY = Duration.ofSeconds(3);
  private static final int MAX_WAITING_BYTES = 256 * 1024;

  private final Producer<byte[], byte[]> producer;

  ProgressTopic(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /**
   * Opens it; it connects with the first report.
   *
   * @throws IOException naming the brokers, if their addresses lead nowhere
   */
  public static ProgressReports open(Settings settings) throws IOException {
    var bytes = new ByteArraySerializer();
    try {
      return new ProgressTopic(new KafkaProducer<>(properties(settings), bytes, bytes));
    } catch (KafkaException e) {
      throw KafkaClients.notOpened(settings, e);
    }
  }

  static Properties properties(Settings settings) {
    var properties = KafkaClients.common(settings);
    properties.setProperty(ProducerConfig.ACKS_CONFIG, "1");
    properties.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "false");
    properties.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, "0"); // not even for the topic
    properties.setProperty(
        ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(MAX_WAITING_BYTES));
    properties.setProperty(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(REQUEST.toMillis()));
    properties.setProperty(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(DELIVERY.toMillis()));
    return properties;
  }

  @Override
  public void report(Progress progress) {
    try {
      var unused =
          producer.send(
              new ProducerRecord<>(Topic.PROGRESS.topicName(), EventJson.write(progress)),
              (metadata, error) -> {
                if (error != null) {
                  LOG.debug("a report is lost: {}", progress, error);
                }
              });
    } catch (KafkaException e) {
      LOG.debug("a report is lost: {}", progress, e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
