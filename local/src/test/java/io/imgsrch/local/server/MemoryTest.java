package io.imgsrch.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {
  @Test
  void tooLittleIsOneSentenceWithBothFigures() {
    assertThatThrownBy(() -> Memory.require(2L << 30, 512L << 20))
        .isInstanceOf(PlatformException.class)
        .hasMessageContainingAll("2048 MiB", "512 MiB");
  }

  @Test
  void enoughIsEnough() {
    assertThatCode(() -> Memory.require(512L << 20, 512L << 20)).doesNotThrowAnyException();
  }

  @Test
  void readsWhatTheKernelCallsAvailable() {
    List<String> lines = List.of("MemTotal: 9 kB", "MemFree: 1 kB", "MemAvailable:   2048 kB");
    assertThat(Memory.parse(lines)).hasValue(2L << 20);
    assertThat(Memory.parse(List.of("MemTotal: 9 kB"))).isEmpty();
  }

  @Test
  void thisMachineHasSome() {
    assertThat(Memory.available()).isPositive();
  }
}
