package io.imgsrch.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.ReliabilityOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.InputEvents;
import io.imgsrch.config.event.Origin;
import io.imgsrch.config.event.Position;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.operators.query.AvailabilityWriter.Availability;
import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.QueryException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class AvailabilityEventsTest {
  private static final Availability EVENT = new Availability(7, "shoe", 12, false);

  @Test
  void anEventIsWhatTheTopicExpects() throws Exception {
    var read =
        InputEvents.availability(
            EventJson.write(EVENT), new Origin("catalog.availability", 0, 0, 0, ""));

    assertThat(read.merchantId()).isEqualTo(7);
    assertThat(read.productId()).isEqualTo("shoe");
    assertThat(read.revision().version()).isEqualTo(12);
    assertThat(read.available()).isFalse();
  }

  @Test
  void noneIsTakenUnlessTheSettingsAllowIt() throws Exception {
    try (var writer = AvailabilityEvents.open(Settings.of(List.of()))) {
      assertThat(writer.write(EVENT, Traceparent.create()))
          .failsWithin(Duration.ofSeconds(1))
          .withThrowableThat()
          .havingRootCause()
          .isInstanceOfSatisfying(
              QueryException.class,
              refused -> assertThat(refused.code()).isEqualTo(ErrorCode.WRITES_OFF));
    }
  }

  @Test
  void brokersThatNeverComeAreNamedInOneError() {
    var settings =
        Settings.of(List.of())
            .with(QueryOptions.DEMO_WRITES, "true", "test")
            .with(KafkaOptions.BOOTSTRAP_SERVERS, "127.0.0.1:1", "test")
            .with(ReliabilityOptions.INIT_MAX_RETRIES, "1", "test")
            .with(ReliabilityOptions.INIT_BASE_DELAY, "0", "test");

    assertThatThrownBy(() -> AvailabilityEvents.open(settings))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Kafka at 127.0.0.1:1")
        .hasMessageContaining("gave up after 2 attempts");
  }

  @Test
  void aWrittenEventIsWhereKafkaSays() {
    var kafka = new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    try (var writer = new AvailabilityEvents(kafka)) {
      assertThat(writer.write(EVENT, Traceparent.create()))
          .succeedsWithin(Duration.ofSeconds(15))
          .isEqualTo(new Position(Topic.AVAILABILITY, 0, 0));
    }
  }

  @Test
  void anEventThatKafkaDoesNotTakeFails() {
    var kafka = new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    kafka.sendException = new TimeoutException("no answer");
    try (var writer = new AvailabilityEvents(kafka)) {
      assertThat(writer.write(EVENT, Traceparent.create()))
          .failsWithin(Duration.ofSeconds(15))
          .withThrowableThat()
          .withRootCauseInstanceOf(TimeoutException.class);
    }
  }
}
