package io.imgsrch.config.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TopicTest {

  @Test
  void inputsAreKeptForEverAndNeverCompacted() {
    for (var topic : List.of(Topic.PRODUCTS, Topic.AVAILABILITY)) {
      assertThat(topic.settings())
          .containsEntry("cleanup.policy", "delete")
          .containsEntry("retention.ms", "-1")
          .containsEntry("retention.bytes", "-1");
    }
  }

  @Test
  void whatOurJobsWriteIsCompacted() {
    for (var topic :
        List.of(Topic.LISTINGS, Topic.IMAGES, Topic.OFFERS, Topic.BITMAPS, Topic.SERVING)) {
      assertThat(topic.settings()).containsEntry("cleanup.policy", "compact");
    }
  }

  @Test
  void repairsAreKeptAWeek() {
    assertThat(Topic.REPAIRS.settings())
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("retention.ms", "604800000");
  }

  @Test
  void progressIsOfMinutesAndInOneOrder() {
    assertThat(Topic.PROGRESS.settings())
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("retention.ms", "600000")
        .containsEntry("segment.ms", "600000");
    assertThat(Topic.PROGRESS.partitions(12)).isEqualTo(1);
    assertThat(Topic.PRODUCTS.partitions(12)).isEqualTo(12);
  }

  @Test
  void deadLettersAreKeptAWeekAndHoldTheLargestEventWithItsHeaders() {
    assertThat(Topic.DEAD_LETTERS.settings())
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("retention.ms", "604800000");
    assertThat(Topic.DEAD_LETTERS.maxMessageBytes())
        .isGreaterThan(Topic.PRODUCTS.maxMessageBytes());
  }

  @Test
  void theBrokerStampsEveryRecord() {
    for (var topic : Topic.values()) {
      assertThat(topic.settings()).containsEntry("message.timestamp.type", "LogAppendTime");
    }
  }
}
