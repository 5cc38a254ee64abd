package io.imgsrch.local.rebuild;

import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.imgsrch.local.client.ClientException;
import io.imgsrch.local.letters.TopicLog;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** The topics of a Kafka. */
public final class KafkaRecordLog implements RecordLog, AutoCloseable {
  private final TopicLog log;

  private KafkaRecordLog(TopicLog log) {
    this.log = log;
  }

  /** A reader of the Kafka that the settings name, which it does not contact yet. */
  public static KafkaRecordLog of(Settings settings) throws ClientException {
    return new KafkaRecordLog(new TopicLog(settings.get(KafkaOptions.BOOTSTRAP_SERVERS), settings));
  }

  /** A question to Kafka. */
  @FunctionalInterface
  private interface Question<T> {
    T ask() throws ClientException;
  }

  @Override
  public Map<TopicPartition, Long> beginnings(Topic topic) throws IOException {
    return ask(() -> log.beginnings(log.partitions(topic.topicName())));
  }

  @Override
  public Map<TopicPartition, Long> ends(Topic topic) throws IOException {
    return ask(() -> log.ends(log.partitions(topic.topicName())));
  }

  @Override
  public void read(Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends, Visitor visitor)
      throws IOException {
    ask(
        () -> {
          log.read(
              from,
              ends,
              item -> {
                try {
                  visitor.visit(item);
                } catch (IOException e) {
                  throw new ClientException(String.valueOf(e.getMessage()), e);
                }
              });
          return true;
        });
  }

  private static <T> T ask(Question<T> question) throws IOException {
    try {
      return question.ask();
    } catch (ClientException e) {
      throw new IOException(e.getMessage(), e);
    } catch (InterruptException e) { // the thread stays marked
      throw new IOException("Interrupted while reading the topics", e);
    }
  }

  @Override
  public void close() {
    log.close();
  }
}
