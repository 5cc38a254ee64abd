package io.imgsrch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PortRangeTest {
  @Test
  void aTextIsNoneOneOrSomePorts() {
    assertThat(ports("none")).isEmpty();
    assertThat(ports("0")).contains(new PortRange(0, 0));
    assertThat(ports("9075")).contains(new PortRange(9075, 9075));
    assertThat(ports("9075-9077")).contains(new PortRange(9075, 9077));
    assertThat(new PortRange(9075, 9077).ports()).containsExactly(9075, 9076, 9077);
    assertThat(new PortRange(0, 0).ports()).containsExactly(0);
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    for (var text : List.of("0", "9075", "9075-9077", "1-65535")) {
      assertThat(ports(text).orElseThrow()).hasToString(text);
    }
  }

  @Test
  void anyOtherTextIsAnErrorThatSaysWhatIsExpected() {
    for (var text :
        List.of("", "some", "-1", "65536", "9077-9075", "0-5", "9075-", "9075-9076-9077", "1 2")) {
      assertThatThrownBy(() -> ports(text))
          .as(text)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("validity.read_ports")
          .hasMessageContaining("none, 0 for any free port, or ports such as 9075-9090");
    }
  }

  private static Optional<PortRange> ports(String text) {
    return Settings.of(List.of())
        .with(ValidityOptions.READ_PORTS, text, "test")
        .get(ValidityOptions.READ_PORTS);
  }
}
