package io.imgsrch.operators.dedup;

import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.operators.assemble.ImageReference;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Asks for each picture's embedding once, however many offers show it. Keyed by image_pk. Every
 * reference goes on without the picture's bytes.
 *
 * <p>A picture that nobody shows is forgotten a while before the registry purges it. So whatever
 * the registry may have purged by the time a new reference reaches it is asked for again.
 */
public final class Deduplicate
    extends KeyedProcessFunction<String, ImageReference, ImageReference> {
  private static final long serialVersionUID = 1L;

  /** The first reference's picture. */
  public static final OutputTag<EmbedRequest> EMBED_REQUESTS =
      new OutputTag<>("embed-requests", TypeInformation.of(EmbedRequest.class));

  /** Of the retention. The rest is how far the registry may be behind, in the usual case 3 days. */
  private static final double FORGOTTEN_AFTER = 0.9;

  private final long forgottenAfterMillis;
  private transient ValueState<Boolean> asked;
  private transient MapState<String, Boolean> shownBy;
  private transient ValueState<Long> forgottenAt;
  private transient Counter uniqueImages;
  private transient Counter dedupHits;

  /**
   * @param retention how long the registry keeps a picture that nobody shows
   */
  public Deduplicate(Duration retention) {
    forgottenAfterMillis = Math.round(FORGOTTEN_AFTER * retention.toMillis());
  }

  @Override
  public void open(OpenContext context) {
    var runtime = getRuntimeContext();
    asked = runtime.getState(new ValueStateDescriptor<>("asked", Types.BOOLEAN));
    shownBy =
        runtime.getMapState(new MapStateDescriptor<>("shown-by", Types.STRING, Types.BOOLEAN));
    forgottenAt = runtime.getState(new ValueStateDescriptor<>("forgotten-at", Types.LONG));
    var metrics = runtime.getMetricGroup();
    uniqueImages = metrics.counter("unique_images");
    dedupHits = metrics.counter("dedup_hits");
  }

  @Override
  public void processElement(
      ImageReference reference, Context context, Collector<ImageReference> out) throws Exception {
    if (reference.added()) {
      shownBy.put(reference.productKey(), true);
      remember(context.timerService());
      if (asked.value() == null) {
        asked.update(true);
        Failpoint.DEDUPLICATED.reach();
        uniqueImages.inc();
        context.output(
            EMBED_REQUESTS,
            new EmbedRequest(
                reference.imagePk(), reference.bytes(), reference.origin().traceparent()));
      } else {
        dedupHits.inc();
      }
    } else {
      shownBy.remove(reference.productKey());
      if (asked.value() != null && forgottenAt.value() == null && shownBy.isEmpty()) {
        long at = context.timerService().currentProcessingTime() + forgottenAfterMillis;
        forgottenAt.update(at);
        context.timerService().registerProcessingTimeTimer(at);
      }
    }
    out.collect(reference.withoutBytes());
  }

  /** Not to be forgotten any more; where its time was over, it is forgotten first. */
  private void remember(TimerService timers) throws IOException {
    var at = forgottenAt.value();
    if (at == null) {
      return;
    }
    if (at <= timers.currentProcessingTime()) {
      asked.clear();
    }
    timers.deleteProcessingTimeTimer(at);
    forgottenAt.clear();
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<ImageReference> out)
      throws IOException {
    var at = forgottenAt.value();
    if (at != null && at == timestamp) {
      asked.clear();
      forgottenAt.clear();
    }
  }
}
