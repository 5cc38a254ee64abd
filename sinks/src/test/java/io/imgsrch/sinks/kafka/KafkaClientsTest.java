package io.imgsrch.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KafkaClientsTest {
  private static final Settings DEFAULTS = Settings.of(List.of());

  @Test
  void aProducerLosesAndReordersNothing() {
    var properties = KafkaClients.producer(DEFAULTS);
    assertThat(properties)
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", "true")
        .containsEntry("bootstrap.servers", "127.0.0.1:19092");
    assertThat(number(properties, "linger.ms")).isLessThanOrEqualTo(5);
    assertThat(number(properties, "max.request.size"))
        .isEqualTo(Topic.DEAD_LETTERS.maxMessageBytes());
    new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()).close();
  }

  @Test
  void whatNobodyWaitsForIsGatheredAndAsSafe() {
    var hurried = KafkaClients.producer(DEFAULTS);
    var unhurried = KafkaClients.unhurriedProducer(DEFAULTS);
    assertThat(number(unhurried, "linger.ms")).isBetween(20, 200);
    unhurried.setProperty("linger.ms", hurried.getProperty("linger.ms"));
    assertThat(unhurried).isEqualTo(hurried);

    var consumer = KafkaClients.unhurriedConsumer(DEFAULTS);
    assertThat(number(consumer, "fetch.min.bytes")).isGreaterThan(1);
    assertThat(number(consumer, "fetch.max.wait.ms"))
        .isBetween(100, 500)
        .isLessThan(number(consumer, "request.timeout.ms"));
    new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer()).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"})
  void credentialsStandInNoProperty(String mechanism) {
    var properties = KafkaClients.common(secured(mechanism));
    assertThat(properties)
        .containsEntry("sasl.mechanism", mechanism)
        .containsEntry(
            "sasl.client.callback.handler.class", EnvironmentCredentials.class.getName());
    assertThat(properties.getProperty("sasl.jaas.config"))
        .endsWith("LoginModule required;")
        .doesNotContain("username", "password");
    Admin.create(properties).close();
  }

  @Test
  void anUnknownMechanismIsNamed() {
    assertThatThrownBy(() -> KafkaClients.common(secured("GSSAPI")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("kafka.sasl_mechanism")
        .hasMessageContaining("'GSSAPI'");
  }

  @Test
  void credentialsComeFromTheEnvironment() throws Exception {
    var credentials =
        new EnvironmentCredentials(
            Secrets.from(
                Map.of(Secrets.KAFKA_USER, "someone", Secrets.KAFKA_PASSWORD, "something")));
    var name = new NameCallback("user");
    var password = new PasswordCallback("password", false);
    credentials.handle(new Callback[] {name, password});
    assertThat(name.getName()).isEqualTo("someone");
    assertThat(password.getPassword()).containsExactly("something".toCharArray());
  }

  @Test
  void aMissingCredentialIsNamed() {
    var credentials = new EnvironmentCredentials(Secrets.from(Map.of()));
    assertThatThrownBy(() -> credentials.handle(new Callback[] {new NameCallback("user")}))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("IMGSRCH_SECRET_KAFKA_USER");
  }

  private static Settings secured(String mechanism) {
    return DEFAULTS
        .with(KafkaOptions.SECURITY_PROTOCOL, "SASL_PLAINTEXT", "test")
        .with(KafkaOptions.SASL_MECHANISM, mechanism, "test");
  }

  private static int number(Properties properties, String name) {
    return Integer.parseInt(properties.getProperty(name));
  }
}
