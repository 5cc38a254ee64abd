package io.imgsrch.config.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
  @Test
  void isReadAsItIsWritten() {
    var position = new Position(Topic.AVAILABILITY, 3, 4_000_000_000L);
    assertThat(position).hasToString("catalog.availability:3:4000000000");
    assertThat(Position.parse(position.toString())).isEqualTo(position);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "catalog.products",
        "catalog.products:0",
        "catalog.products:0:1:2",
        "catalog.offers:0:1",
        "PRODUCTS:0:1",
        "catalog.products:x:1",
        "catalog.products:0:x",
        "catalog.products:-1:1",
        "catalog.products:0:-1",
        "catalog.products:4294967296:1"
      })
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> Position.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
