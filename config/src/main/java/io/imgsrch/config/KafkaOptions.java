package io.imgsrch.config;

import java.util.List;

/** Where the events are. */
public final class KafkaOptions {
  public static final Option<String> BOOTSTRAP_SERVERS =
      Option.text(
          "kafka.bootstrap_servers", "127.0.0.1:19092", "Brokers, as host:port, comma-separated.");

  public static final Option<String> SECURITY_PROTOCOL =
      Option.text(
          "kafka.security_protocol",
          "PLAINTEXT",
          "PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL; user and password come from"
              + " IMGSRCH_SECRET_KAFKA_USER and IMGSRCH_SECRET_KAFKA_PASSWORD.");

  public static final Option<String> SASL_MECHANISM =
      Option.text(
          "kafka.sasl_mechanism", "SCRAM-SHA-512", "PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.");

  public static final Option<String> GROUP_PREFIX =
      Option.text(
          "kafka.group_prefix",
          "imgsrch",
          "First part of the consumer groups' names. Groups only show progress: jobs resume from"
              + " checkpoints.");

  static final List<Option<?>> ALL =
      List.of(BOOTSTRAP_SERVERS, SECURITY_PROTOCOL, SASL_MECHANISM, GROUP_PREFIX);

  private KafkaOptions() {}
}
