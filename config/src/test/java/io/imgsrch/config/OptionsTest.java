package io.imgsrch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "https://p.example/{image_pk}, true",
    "http://127.0.0.1:18082/pictures/{image_pk}.jpg?size=2, true",
    "https://p.example/pictures, false",
    "https://{image_pk}.example/, false",
    "https://{image_pk}/, false",
    "https://user@p.example/{image_pk}, false",
    "javascript:{image_pk}, false",
    "ftp://p.example/{image_pk}, false",
    "/pictures/{image_pk}, false",
    "https://p.example/a b/{image_pk}, false",
  })
  void aPictureUrlIsAnAddressWithAPlaceForThePicture(String text, boolean valid) {
    var load =
        assertThatCode(() -> Settings.of(List.of()).with(QueryOptions.PICTURE_URL, text, ""));
    if (valid) {
      load.doesNotThrowAnyException();
    } else {
      load.isInstanceOf(ConfigurationException.class).hasMessageContaining("{image_pk}");
    }
  }

  @Test
  void noOptionIsASecret() {
    assertThat(Options.ALL)
        .noneMatch(option -> option.key().matches(".*(password|token|secret|api_key).*"));
  }
}
