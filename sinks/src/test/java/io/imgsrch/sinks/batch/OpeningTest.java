package io.imgsrch.sinks.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.ReliabilityOptions;
import io.imgsrch.config.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class OpeningTest {
  private static final Backoff THREE_MORE =
      new Backoff(3, Duration.ofMillis(1), Duration.ofMillis(2));

  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void whatComesUpLateIsOpened() throws IOException {
    assertThat(Opening.patiently(THREE_MORE, "the store", () -> opensAt(4))).isEqualTo("open");
    assertThat(attempts).hasValue(4);
  }

  @Test
  void whatNeverComesEndsInOneErrorThatSaysHowOftenItWasTried() {
    assertThatThrownBy(() -> Opening.patiently(THREE_MORE, "the store", () -> opensAt(5)))
        .isInstanceOf(IOException.class)
        .hasMessage("the store does not answer; gave up after 4 attempts");
    assertThat(attempts).hasValue(4);
  }

  @Test
  void settingsThatDoNotFitAreNotTriedAgain() {
    assertThatThrownBy(
            () ->
                Opening.patiently(
                    THREE_MORE,
                    "the store",
                    () -> {
                      attempts.incrementAndGet();
                      throw new IOException("no", new ConfigurationException("another dimension"));
                    }))
        .hasRootCauseMessage("another dimension");
    assertThat(attempts).hasValue(1);
  }

  @Test
  void anInterruptEndsTheWait() {
    var longWait = new Backoff(3, Duration.ofMinutes(30), Duration.ofMinutes(30));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Opening.patiently(longWait, "the store", () -> opensAt(2)))
        .isInstanceOf(IOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void theSettingsSayHowOftenAndHowLong() {
    var settings =
        Settings.of(List.of())
            .with(ReliabilityOptions.INIT_MAX_RETRIES, "7", "test")
            .with(ReliabilityOptions.INIT_BASE_DELAY, "2", "test")
            .with(ReliabilityOptions.INIT_MAX_DELAY, "9", "test");
    assertThat(Backoff.ofOpening(settings))
        .isEqualTo(new Backoff(7, Duration.ofSeconds(2), Duration.ofSeconds(9)));
    assertThat(Backoff.ofOpening(Settings.of(List.of())))
        .isEqualTo(new Backoff(5, Duration.ofSeconds(1), Duration.ofSeconds(30)));
  }

  private String opensAt(int attempt) throws IOException {
    if (attempts.incrementAndGet() < attempt) {
      throw new IOException("the store does not answer");
    }
    return "open";
  }
}
