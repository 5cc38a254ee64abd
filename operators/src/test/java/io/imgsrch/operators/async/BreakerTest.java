package io.imgsrch.operators.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Breaker breaker = new Breaker(2, Duration.ofNanos(100), nanos::get);

  @Test
  void opensAfterFailuresInARowOnly() {
    breaker.failed();
    breaker.succeeded();
    breaker.failed();
    assertThat(breaker.allows()).isTrue();
    breaker.failed();
    assertThat(breaker.allows()).isFalse();
  }

  @Test
  void letsOneCallPassPerPauseUntilOneSucceeds() {
    breaker.failed();
    breaker.failed();
    nanos.set(100);
    assertThat(breaker.allows()).isTrue();
    assertThat(breaker.allows()).isFalse();
    breaker.failed();
    assertThat(breaker.allows()).isFalse();
    nanos.set(200);
    assertThat(breaker.allows()).isTrue();
    breaker.succeeded();
    assertThat(breaker.allows()).isTrue();
    assertThat(breaker.allows()).isTrue();
  }
}
