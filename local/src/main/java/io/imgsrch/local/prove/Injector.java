package io.imgsrch.local.prove;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Brings the planned faults about, one after the other, and sees when all is right again. */
final class Injector implements AutoCloseable {
  /** From a fault to the first correct answer, and from its healing to the next one. */
  static final Duration RECOVERY = Duration.ofMinutes(2);

  /**
   * Longest time without a verified answer after a task manager was killed, of which it is gone for
   * up to two seconds; 18 seconds were seen on two cores.
   */
  static final Duration SEARCHES_AWAY = Duration.ofSeconds(30);

  private final Queue<FaultSchedule.Planned> planned;
  private final Canary canary;
  private final Book book;
  private final Timeline timeline;
  private final Consumer<Lie> lies;
  private final Consumer<String> say;

  /** One for the fault, one for the canary. */
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  private Future<?> running = threads.submit(() -> {});

  Injector(
      Collection<FaultSchedule.Planned> planned,
      Canary canary,
      Book book,
      Timeline timeline,
      Consumer<Lie> lies,
      Consumer<String> say) {
    this.planned = new ArrayDeque<>(planned);
    this.canary = canary;
    this.book = book;
    this.timeline = timeline;
    this.lies = lies;
    this.say = say;
  }

  /** Begins the next fault if it is due after so many steps, once the one before it is over. */
  void after(int steps) throws IOException, InterruptedException {
    var next = planned.peek();
    if (next == null || next.afterSteps() > steps) {
      return;
    }
    planned.remove();
    await();
    running =
        threads.submit(
            () -> {
              tryOut(next.fault());
              return null;
            });
  }

  /** Returns when no fault is there any more. */
  void await() throws IOException, InterruptedException {
    get(running);
  }

  private static <T> T get(Future<T> task) throws IOException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IOException("a fault or its canary broke off: " + e.getCause(), e);
    }
  }

  /** A fault that cannot be made or healed leaves the platform broken, which is for the verdict. */
  private void tryOut(Fault fault) throws InterruptedException {
    try {
      strike(fault);
    } catch (IOException e) {
      lie(fault, "fault", "made and healed", String.valueOf(e.getMessage()));
    }
  }

  /** A canary that is written while the fault is there tells when the first answer is correct. */
  private void strike(Fault fault) throws IOException, InterruptedException {
    double injected = timeline.now();
    timeline.note(fault.name());
    if (fault.isOfKafka()) {
      book.kafkaGoes();
    }
    fault.inject().run();
    var song =
        threads.submit(() -> canary.sings(RECOVERY) ? timeline.now() : Timeline.Struck.NEVER);
    fault.hold().run();
    fault.heal().run();
    if (fault.isOfKafka()) {
      book.kafkaReturns(System.nanoTime());
    }
    double healed = timeline.now();
    double recovered = get(song);
    if (!canary.sings(RECOVERY)) {
      recovered = Timeline.Struck.NEVER;
    }
    double away = timeline.longestWithoutAnswer(injected);
    timeline.struck(new Timeline.Struck(fault.name(), injected, healed, recovered, away));
    if (recovered == Timeline.Struck.NEVER) {
      lie(fault, "canary", "an answer within " + RECOVERY.toSeconds() + " s", "none");
    } else if (fault.name().equals(TaskFaults.KILLED) && away > SEARCHES_AWAY.toSeconds()) {
      var expected = "verified answers within " + SEARCHES_AWAY.toSeconds() + " s";
      lie(fault, "searches", expected, "none for %.1f s".formatted(away));
    } else {
      say.accept("%s: correct again after %.1f s".formatted(fault.name(), recovered - injected));
    }
  }

  private void lie(Fault fault, String key, String expected, String found) {
    lies.accept(new Lie(Lie.Kind.NOT_RECOVERED, fault.name(), key, expected, found));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
