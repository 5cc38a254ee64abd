package io.imgsrch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptionsTest {

  static Stream<Option<?>> options() {
    return Options.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("options")
  void isWellFormed(Option<?> option) {
    assertThat(option.key()).matches("[a-z]+(_[a-z]+)*(\\.[a-z]+(_[a-z]+)*)+");
    assertThat(option.meaning()).isNotBlank().endsWith(".");
    assertThatCode(() -> option.type().parser().apply(option.defaultText()))
        .doesNotThrowAnyException();
    if (option.unit().isEmpty()) {
      assertThat(option.key()).doesNotEndWith("_ms").doesNotEndWith("_bytes");
    } else {
      assertThat(option.key()).endsWith("_" + option.unit());
    }
  }

  @Test
  void noTwoShareAKeyOrAnEnvironmentVariable() {
    assertThat(Options.ALL).extracting(Option::key).doesNotHaveDuplicates();
    assertThat(Options.ALL).extracting(Option::environmentName).doesNotHaveDuplicates();
    assertThat(Options.ALL)
        .noneMatch(option -> option.environmentName().startsWith(Secrets.PREFIX));
  }

  @Test
  void noOptionIsASecret() {
    assertThat(Options.ALL)
        .noneMatch(option -> option.key().matches(".*(password|token|secret|api_key).*"));
  }
}
