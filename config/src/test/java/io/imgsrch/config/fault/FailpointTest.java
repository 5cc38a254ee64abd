package io.imgsrch.config.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FailpointTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @AfterEach
  void disarm() {
    Failpoint.disarmAll();
  }

  @Test
  void offItDoesNothing() {
    for (var place : Failpoint.values()) {
      assertThatCode(place::reach).doesNotThrowAnyException();
    }
  }

  @Test
  void aFailureNamesItsPlace() {
    Failpoint.FETCH.arm(Fault.failing());
    assertThatThrownBy(Failpoint.FETCH::reach)
        .isInstanceOf(InjectedFaultException.class)
        .hasMessageContaining("FETCH");
    Failpoint.FETCHED.reach();
  }

  @Test
  void itStrikesAsOftenAsItIsAskedToAndCountsAll() {
    var fault = Failpoint.MILVUS_WRITE.arm(Fault.failing().times(2));
    assertThatThrownBy(Failpoint.MILVUS_WRITE::reach).isInstanceOf(InjectedFaultException.class);
    assertThatThrownBy(Failpoint.MILVUS_WRITE::reach).isInstanceOf(InjectedFaultException.class);
    Failpoint.MILVUS_WRITE.reach();
    assertThat(fault.struck()).isEqualTo(2);
    assertThat(fault.reached()).isEqualTo(3);
  }

  @Test
  void disarmedItStrikesNoMore() {
    var fault = Failpoint.DECODE.arm(Fault.failing());
    Failpoint.DECODE.disarm();
    Failpoint.DECODE.reach();
    assertThat(fault.reached()).isZero();
  }

  @Test
  void whoIsBlockedGoesOnWhenReleased() throws Exception {
    var fault = Failpoint.INFERENCE.arm(Fault.blocking(LONG));
    var through = new CountDownLatch(1);
    var blocked = start(through);
    awaitStruck(fault);
    assertThat(through.getCount()).isEqualTo(1);
    fault.release();
    through.await();
    blocked.join();
  }

  @Test
  void anotherFaultReleasesWhoIsBlockedByTheFirst() throws Exception {
    var first = Failpoint.INFERENCE.arm(Fault.blocking(LONG));
    var through = new CountDownLatch(1);
    var blocked = start(through);
    awaitStruck(first);
    Failpoint.INFERENCE.arm(Fault.counting());
    through.await();
    blocked.join();
  }

  @Test
  void aBlockIsBounded() {
    var fault = Failpoint.INFERENCE.arm(Fault.blocking(Duration.ofMillis(1)).once());
    Failpoint.INFERENCE.reach();
    assertThat(fault.struck()).isEqualTo(1);
  }

  @Test
  void anInterruptEndsABlock() throws Exception {
    var fault = Failpoint.INFERENCE.arm(Fault.blocking(LONG));
    var failure = new AtomicReference<Throwable>();
    var blocked = new Thread(Failpoint.INFERENCE::reach);
    blocked.setUncaughtExceptionHandler((thread, error) -> failure.set(error));
    blocked.start();
    awaitStruck(fault);
    blocked.interrupt();
    blocked.join();
    assertThat(failure.get()).isInstanceOf(InjectedFaultException.class);
  }

  private static Thread start(CountDownLatch through) {
    var thread =
        new Thread(
            () -> {
              Failpoint.INFERENCE.reach();
              through.countDown();
            });
    thread.start();
    return thread;
  }

  private static void awaitStruck(Fault fault) {
    while (fault.struck() == 0) {
      Thread.onSpinWait();
    }
  }
}
