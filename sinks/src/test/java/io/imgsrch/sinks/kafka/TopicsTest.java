package io.imgsrch.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.ReliabilityOptions;
import io.imgsrch.config.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TopicsTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:1", "kafka.invalid:9092"})
  void brokersThatNeverComeAreNamedInOneError(String address) {
    var settings =
        Settings.of(List.of())
            .with(KafkaOptions.BOOTSTRAP_SERVERS, address, "test")
            .with(ReliabilityOptions.INIT_MAX_RETRIES, "1", "test")
            .with(ReliabilityOptions.INIT_BASE_DELAY, "0", "test");

    assertThatThrownBy(() -> Topics.createMissing(settings, 1, (short) 1, Duration.ofMillis(300)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Kafka at " + address)
        .hasMessageContaining("gave up after 2 attempts");
  }
}
