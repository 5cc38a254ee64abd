package io.imgsrch.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.event.Reason;
import io.imgsrch.local.cli.LetterFilterOptions.ReasonConverter;
import io.imgsrch.local.cli.LetterFilterOptions.SinceConverter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class LetterFilterOptionsTest {
  private final SinceConverter since =
      new SinceConverter(Clock.fixed(Instant.parse("2026-03-10T12:00:00Z"), ZoneOffset.UTC));

  @ParameterizedTest
  @CsvSource({
    "30s, 2026-03-10T11:59:30Z",
    "90m, 2026-03-10T10:30:00Z",
    "2h, 2026-03-10T10:00:00Z",
    "7d, 2026-03-03T12:00:00Z",
    "2026-03-01T00:00:00Z, 2026-03-01T00:00:00Z",
  })
  void sinceIsADurationOrATime(String text, String expected) {
    assertThat(since.convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "2w", "-2h", "yesterday", "2026-03-01"})
  void anythingElseSaysWhatItCouldBe(String text) {
    assertThatThrownBy(() -> since.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("2h")
        .hasMessageContaining("2026-03-01T12:00:00Z");
  }

  @Test
  void anUnknownReasonNamesTheNearest() {
    assertThat(new ReasonConverter().convert("not-json")).isEqualTo(Reason.NOT_JSON);
    assertThatThrownBy(() -> new ReasonConverter().convert("PICTURE_UNREACHBLE"))
        .hasMessage("there is no reason 'PICTURE_UNREACHBLE'; the nearest is PICTURE_UNREACHABLE");
  }
}
