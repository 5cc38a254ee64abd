package io.imgsrch.operators.registry;

import io.imgsrch.config.RegistryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.digest.RowDigest;
import io.imgsrch.config.event.DeadLetter;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.operators.assemble.ImageReference;
import io.imgsrch.operators.checkpoint.CheckpointFailpoints;
import io.imgsrch.operators.deadletter.DeadLetters;
import io.imgsrch.operators.embed.Verdict;
import io.imgsrch.operators.readback.Readback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The one place that knows what became of each picture, and who shows it. Keyed by image_pk.
 *
 * <p>A picture is pending until its verdict. A good one is published; a bad one becomes a dead
 * letter for every product that waited for it, and for each one that refers to it later. The
 * verdict is queryable. A picture that nobody has shown for the retention time is purged, and is as
 * if it had never been there; a reference that comes before that keeps it.
 *
 * <p>What was published comes back. A run that ended before its checkpoint may have published a
 * picture whose event the next run finds superseded. Nobody would show it, and nobody purge it: it
 * is adopted. What a verdict published is kept, so that {@code catalog.images} can be held to it;
 * of what was adopted, the topic knows more than the registry.
 */
public final class Registry
    extends KeyedCoProcessFunction<String, ImageReference, Decision, ImageVector>
    implements CheckpointFailpoints {
  private static final long serialVersionUID = 1L;

  private final Settings settings;
  private final long retentionMillis;
  private transient ValueState<Standing> standing;
  private transient ValueState<ImageVector> image;
  private transient MapState<String, Boolean> references;
  private transient MapState<String, ImageReference> waiting;
  private transient ValueState<Long> purgedAt;
  private transient Counter purged;
  private transient Counter adopted;
  private transient DeadLetters deadLetters;
  private transient Readback<ImageVector> readback;

  public Registry(Settings settings) {
    this.settings = settings;
    retentionMillis = settings.get(RegistryOptions.RETENTION).toMillis();
  }

  @Override
  public void open(OpenContext context) {
    var runtime = getRuntimeContext();
    standing = runtime.getState(RegistryState.queryableStanding());
    image =
        runtime.getState(
            new ValueStateDescriptor<>("image", TypeInformation.of(ImageVector.class)));
    readback = new Readback<>(runtime, settings, Topic.IMAGES, (key, row) -> RowDigest.of(row));
    references =
        runtime.getMapState(new MapStateDescriptor<>("references", Types.STRING, Types.BOOLEAN));
    waiting =
        runtime.getMapState(
            new MapStateDescriptor<>(
                "waiting", Types.STRING, TypeInformation.of(ImageReference.class)));
    purgedAt = runtime.getState(new ValueStateDescriptor<>("purged-at", Types.LONG));
    purged = runtime.getMetricGroup().counter("pictures_purged");
    adopted = runtime.getMetricGroup().counter("pictures_adopted");
    deadLetters = new DeadLetters(runtime.getMetricGroup());
  }

  @Override
  public void processElement1(ImageReference reference, Context context, Collector<ImageVector> out)
      throws Exception {
    if (!reference.added()) {
      references.remove(reference.productKey());
      waiting.remove(reference.productKey());
      purgeUnlessShown(context.timerService());
      return;
    }
    references.put(reference.productKey(), true);
    keep(context.timerService());
    var verdict = standing.value();
    if (verdict == null) {
      waiting.put(reference.productKey(), reference);
    } else if (verdict.reason() != null) {
      bury(reference, verdict.reason(), verdict.message(), context);
    }
  }

  @Override
  public void processElement2(Decision decision, Context context, Collector<ImageVector> out)
      throws Exception {
    switch (decision.kind()) {
      case VERDICT -> decide(Objects.requireNonNull(decision.verdict()), context, out);
      case PUBLISHED -> {
        adopt(context.timerService());
        compare(decision, context);
      }
      case PURGED -> {
        forget(context.timerService());
        compare(decision, context);
      }
      case LOST -> compare(decision, context);
      case REPAIR -> restate(decision, out);
      case RECALL -> recall(out);
    }
  }

  private void compare(Decision decision, Context context) throws IOException {
    if (knows()) {
      readback.read(
          decision.imagePk(),
          image.value(),
          row(decision.image()),
          decision.traceparent(),
          context.timestamp(),
          context.timerService());
    }
  }

  /** Whether the state says what the topic is to say. */
  private boolean knows() throws IOException {
    var verdict = standing.value();
    return verdict == null || verdict.reason() != null || image.value() != null;
  }

  private static @Nullable ImageVector row(@Nullable ImageVector image) {
    return image == null || image.gone() ? null : image;
  }

  private void decide(Verdict verdict, Context context, Collector<ImageVector> out)
      throws Exception {
    standing.update(new Standing(verdict.reason(), verdict.message()));
    Failpoint.REGISTERED.reach();
    image.clear();
    if (verdict.vector() != null) {
      image.update(verdict.vector());
      out.collect(verdict.vector());
      readback.published(context.timerService());
    } else if (verdict.reason() != null) {
      for (var reference : waiting.values()) {
        bury(reference, verdict.reason(), verdict.message(), context);
      }
    }
    waiting.clear();
    purgeUnlessShown(context.timerService());
  }

  private void adopt(TimerService timers) throws Exception {
    if (standing.value() == null) {
      standing.update(new Standing(null, ""));
      adopted.inc();
      purgeUnlessShown(timers);
    }
  }

  /** What was adopted may have been purged by the run that published it. */
  private void forget(TimerService timers) throws Exception {
    var verdict = standing.value();
    if (verdict != null && verdict.reason() == null && references.isEmpty()) {
      standing.clear();
      image.clear();
      keep(timers);
    }
  }

  /**
   * Publishes once more what holds: the vector of a good picture, or that there is none. A picture
   * that waits for its verdict will be published anyway.
   */
  private void restate(Decision repair, Collector<ImageVector> out) throws Exception {
    var verdict = standing.value();
    if (verdict != null && verdict.reason() == null) {
      var known = image.value();
      var kept = known == null ? repair.image() : known;
      if (kept != null && !kept.gone()) {
        out.collect(kept);
      }
    } else if (verdict != null || references.isEmpty()) {
      out.collect(ImageVector.purged(repair.imagePk(), repair.traceparent()));
    }
  }

  private void recall(Collector<ImageVector> out) throws IOException {
    var known = image.value();
    if (known != null) {
      out.collect(known);
    }
  }

  /** Counts the time from when nobody showed the picture any more, not from the last to say so. */
  private void purgeUnlessShown(TimerService timers) throws Exception {
    if (purgedAt.value() == null && standing.value() != null && references.isEmpty()) {
      long at = timers.currentProcessingTime() + retentionMillis;
      purgedAt.update(at);
      timers.registerProcessingTimeTimer(at);
    }
  }

  private void keep(TimerService timers) throws IOException {
    var at = purgedAt.value();
    if (at != null) {
      timers.deleteProcessingTimeTimer(at);
      purgedAt.clear();
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<ImageVector> out)
      throws IOException {
    var at = purgedAt.value();
    if (at != null && at == timestamp) {
      purge(context, out);
    }
    if (!knows()) {
      return;
    }
    var key = context.getCurrentKey();
    var traceparent = readback.overdue(key, image, context.timerService());
    if (traceparent != null) {
      var known = image.value();
      out.collect(
          known == null
              ? ImageVector.purged(key, traceparent)
              : known.withTraceparent(traceparent));
    }
  }

  private void purge(Context context, Collector<ImageVector> out) throws IOException {
    var verdict = standing.value();
    if (verdict != null && verdict.reason() == null) {
      out.collect(ImageVector.purged(context.getCurrentKey(), Traceparent.create()));
      readback.published(context.timerService());
    }
    standing.clear();
    image.clear();
    purgedAt.clear();
    purged.inc();
  }

  private void bury(ImageReference reference, Reason reason, String message, Context context) {
    deadLetters.emit(
        context::output,
        new DeadLetter(
            reference.origin(),
            reference.productKey().getBytes(StandardCharsets.UTF_8),
            reference.source(),
            reason,
            "picture " + reference.imagePk() + ": " + message,
            1));
  }
}
