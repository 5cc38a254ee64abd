package io.imgsrch.operators.assemble;

import io.imgsrch.config.event.ProductEvent;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.operators.fetch.EventFetcher;
import io.imgsrch.operators.fetch.FetchedProduct;
import io.imgsrch.operators.fetch.MissedPicture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimerService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Tries the pictures of a product again whose host failed in passing. Keyed by product.
 *
 * <p>What is due is in state and timers, what is on the way only in memory: after a restart it is
 * asked for again. The answer is looked for by a timer, for only the task's thread may touch state.
 */
final class PictureRetries {
  private static final Logger LOG = LoggerFactory.getLogger(PictureRetries.class);

  /** Between two looks for an answer. */
  private static final long LOOK_MILLIS = 100;

  private final RetrySchedule schedule;
  private final EventFetcher fetcher;
  private final ValueState<PictureRetry> retry;

  /** Apart, for it holds the event's bytes: with only the pictures that failed. */
  private final ValueState<ProductEvent> failed;

  private final Map<String, CompletableFuture<FetchedProduct>> onTheWay = new HashMap<>();
  private final Counter retries;
  private final Counter healed;
  private final Counter givenUp;

  PictureRetries(RuntimeContext runtime, RetrySchedule schedule, EventFetcher fetcher) {
    this.schedule = schedule;
    this.fetcher = fetcher;
    retry =
        runtime.getState(
            new ValueStateDescriptor<>("picture-retry", TypeInformation.of(PictureRetry.class)));
    failed =
        runtime.getState(
            new ValueStateDescriptor<>(
                "picture-retry-event", TypeInformation.of(ProductEvent.class)));
    var metrics = runtime.getMetricGroup();
    retries = metrics.counter("picture_retries");
    healed = metrics.counter("pictures_healed");
    givenUp = metrics.counter("pictures_given_up");
  }

  /** What of the event failed is what there is to do for its product now; it may be nothing. */
  void plan(ProductEvent event, List<MissedPicture> missed, TimerService timers) throws Exception {
    cancel(event.key(), timers);
    var passing = missed.stream().filter(picture -> picture.reason().passing()).toList();
    if (schedule.retries() > 0 && !passing.isEmpty()) {
      failed.update(only(event, passing));
      await(0, mostAttempts(passing), schedule.millis(0), timers);
    }
  }

  /** Forgets what was planned for a product. */
  void cancel(String key, TimerService timers) throws Exception {
    var planned = retry.value();
    if (planned != null) {
      timers.deleteProcessingTimeTimer(planned.due());
      onTheWay.remove(key);
      retry.clear();
      failed.clear();
    }
  }

  /** The outcome of a retry, or null as long as there is none. */
  @Nullable FetchedProduct onTimer(String key, long timestamp, TimerService timers)
      throws Exception {
    var planned = retry.value();
    if (planned == null || planned.due() != timestamp) {
      return null;
    }
    var answer = onTheWay.get(key);
    if (answer != null && answer.isDone()) {
      onTheWay.remove(key);
      return outcome(planned, answer.join(), timers);
    }
    boolean full = answer == null && onTheWay.size() >= schedule.inFlight();
    if (answer == null && !full) {
      retries.inc();
      onTheWay.put(key, fetcher.fetch(failed.value()));
    }
    long wait = full ? schedule.millis(planned.retries()) : LOOK_MILLIS;
    await(planned.retries(), planned.attempts(), wait, timers);
    return null;
  }

  private FetchedProduct outcome(PictureRetry planned, FetchedProduct answer, TimerService timers)
      throws Exception {
    var event = answer.event();
    var missed =
        answer.missed().stream()
            .map(picture -> picture.after(planned.attempts()))
            .collect(Collectors.partitioningBy(picture -> picture.reason().passing()));
    var passing = missed.getOrDefault(true, List.of());
    int done = planned.retries() + 1;
    healed.inc(answer.pictures().size());
    if (!passing.isEmpty() && done < schedule.retries()) {
      failed.update(only(event, passing));
      await(done, mostAttempts(passing), schedule.millis(done), timers);
    } else {
      retry.clear();
      failed.clear();
      giveUp(event, passing);
    }
    return new FetchedProduct(event, answer.pictures(), missed.getOrDefault(false, List.of()));
  }

  private void giveUp(ProductEvent event, List<MissedPicture> pictures) {
    givenUp.inc(pictures.size());
    var traceId = Traceparent.traceId(event.origin().traceparent());
    try (var trace = MDC.putCloseable(Traceparent.LOG_KEY, traceId)) {
      for (var picture : pictures) {
        LOG.warn(
            "Gave up a picture of {} after {} attempts: {}",
            event.key(),
            picture.attempts(),
            picture.message());
      }
    }
  }

  private void await(int retriesDone, int attempts, long millis, TimerService timers)
      throws Exception {
    long due = timers.currentProcessingTime() + millis;
    retry.update(new PictureRetry(retriesDone, attempts, due));
    timers.registerProcessingTimeTimer(due);
  }

  private static ProductEvent only(ProductEvent event, List<MissedPicture> missed) {
    var indexes = missed.stream().map(MissedPicture::index).toList();
    return event.withPictures(
        event.pictures().stream().filter(ref -> indexes.contains(ref.index())).toList());
  }

  void close() {
    fetcher.close();
  }

  private static int mostAttempts(List<MissedPicture> missed) {
    return missed.stream().mapToInt(MissedPicture::attempts).max().orElse(0);
  }
}
