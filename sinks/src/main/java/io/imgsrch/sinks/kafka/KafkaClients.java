package io.imgsrch.sinks.kafka;

import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** Properties of Kafka's clients; none is a secret. */
public final class KafkaClients {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(60);

  private KafkaClients() {}

  /** What consumers, producers and admin clients share: addresses, security, deadlines. */
  public static Properties common(Settings settings) {
    var properties = new Properties();
    properties.setProperty(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.get(KafkaOptions.BOOTSTRAP_SERVERS));
    properties.setProperty(
        CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(REQUEST_TIMEOUT.toMillis()));
    var protocol = settings.get(KafkaOptions.SECURITY_PROTOCOL);
    properties.setProperty(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
    if (protocol.startsWith("SASL_")) {
      var mechanism = settings.get(KafkaOptions.SASL_MECHANISM);
      properties.setProperty(SaslConfigs.SASL_MECHANISM, mechanism);
      properties.setProperty(SaslConfigs.SASL_JAAS_CONFIG, loginModule(mechanism) + " required;");
      properties.setProperty(
          SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, EnvironmentCredentials.class.getName());
    }
    return properties;
  }

  /**
   * Of producers: every acknowledgement is of all replicas in sync, retries keep the order, a
   * record waits at most a few milliseconds for others, and the largest dead letter is sent.
   */
  public static Properties producer(Settings settings) {
    var properties = common(settings);
    properties.setProperty(ProducerConfig.ACKS_CONFIG, "all");
    properties.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    properties.setProperty(ProducerConfig.LINGER_MS_CONFIG, "3");
    properties.setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.setProperty(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        Integer.toString(Topic.DEAD_LETTERS.maxMessageBytes()));
    properties.setProperty(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(DELIVERY_TIMEOUT.toMillis()));
    properties.setProperty(
        ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(DELIVERY_TIMEOUT.toMillis()));
    return properties;
  }

  /** The same for records that nobody waits for: fewer requests, each of more records. */
  public static Properties unhurriedProducer(Settings settings) {
    var properties = producer(settings);
    properties.setProperty(ProducerConfig.LINGER_MS_CONFIG, "50");
    return properties;
  }

  /** Of consumers whose records nobody waits for: brokers gather some before they answer. */
  public static Properties unhurriedConsumer(Settings settings) {
    var properties = common(settings);
    properties.setProperty(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, Integer.toString(256 * 1024));
    properties.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "200");
    return properties;
  }

  /** The brokers and their address. */
  public static String name(Settings settings) {
    return "Kafka at " + settings.get(KafkaOptions.BOOTSTRAP_SERVERS);
  }

  /**
   * What to throw when Kafka was not opened.
   *
   * @return names the brokers; another attempt may succeed
   * @throws ConfigurationException if Kafka refuses the user, as it would again
   */
  public static IOException notOpened(Settings settings, Throwable failure) {
    var cause =
        failure instanceof ExecutionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
      var refused =
          new ConfigurationException(
              "%s refuses the user: check %s and %s, and what the user may do; %s"
                  .formatted(
                      name(settings),
                      Secrets.KAFKA_USER,
                      Secrets.KAFKA_PASSWORD,
                      cause.getMessage()));
      refused.initCause(cause);
      throw refused;
    }
    return new IOException(
        "Cannot open %s: check that it runs and can be reached from here; %s"
            .formatted(name(settings), cause.getMessage()),
        cause);
  }

  private static String loginModule(String mechanism) {
    return switch (mechanism) {
      case "PLAIN" -> "org.apache.kafka.common.security.plain.PlainLoginModule";
      case "SCRAM-SHA-256", "SCRAM-SHA-512" ->
          "org.apache.kafka.common.security.scram.ScramLoginModule";
      default ->
          throw new ConfigurationException(
              "%s must be PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512, is '%s'"
                  .formatted(KafkaOptions.SASL_MECHANISM.key(), mechanism));
    };
  }
}
