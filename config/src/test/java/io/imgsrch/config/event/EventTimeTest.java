package io.imgsrch.config.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventTimeTest {
  @Test
  void aTimeComesBack() {
    assertThat(EventTime.read(EventTime.write(1_772_366_400_123L))).isEqualTo(1_772_366_400_123L);
  }

  @Test
  void whatSaysNoTimeIsNoTime() {
    assertThat(EventTime.read(null)).isEqualTo(EventTime.NONE);
    assertThat(EventTime.read(new byte[0])).isEqualTo(EventTime.NONE);
    assertThat(EventTime.read("yesterday".getBytes(UTF_8))).isEqualTo(EventTime.NONE);
    assertThat(EventTime.read("-5".getBytes(UTF_8))).isEqualTo(EventTime.NONE);
  }
}
