package io.imgsrch.operators.validity;

import io.imgsrch.config.Settings;
import io.imgsrch.config.digest.RowDigest;
import io.imgsrch.config.event.AvailabilityEvent;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.operators.checkpoint.CheckpointFailpoints;
import io.imgsrch.operators.readback.Readback;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Merges listing and availability, two version lines of one product. Keyed by product; the offer is
 * queryable. An availability event that is ahead of its listing waits in state.
 *
 * <p>What {@code catalog.offers} says comes back, and is held to the state. An offer that only the
 * topic knows is withdrawn there, at the revisions that it claims: the true one, should it be on
 * its way, is none the older for it.
 */
public final class MergeOffers extends KeyedCoProcessFunction<String, Listing, OfferUpdate, Offer>
    implements CheckpointFailpoints {
  private static final long serialVersionUID = 1L;

  /** What each picture must know of the offer. */
  public static final OutputTag<ImageOfferChange> IMAGE_CHANGES =
      new OutputTag<>("image-changes", TypeInformation.of(ImageOfferChange.class));

  private final Settings settings;
  private transient ValueState<Listing> listing;
  private transient ValueState<AvailabilityEvent> availability;
  private transient ValueState<Offer> offer;
  private transient ValueState<Offer> stranger;
  private transient Readback<Offer> readback;
  private transient Counter superseded;
  private transient @Nullable OfferCount count;

  public MergeOffers(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    var task = getRuntimeContext().getTaskInfo();
    var restored = new OfferCount(context, task.getIndexOfThisSubtask() == 0);
    restored.register(getRuntimeContext().getMetricGroup());
    count = restored;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    count().snapshot();
    CheckpointFailpoints.super.snapshotState(context);
  }

  @Override
  public void open(OpenContext context) {
    var runtime = getRuntimeContext();
    listing =
        runtime.getState(new ValueStateDescriptor<>("listing", TypeInformation.of(Listing.class)));
    availability =
        runtime.getState(
            new ValueStateDescriptor<>(
                "availability", TypeInformation.of(AvailabilityEvent.class)));
    offer = runtime.getState(ValidityState.queryableOffer());
    stranger =
        runtime.getState(new ValueStateDescriptor<>("stranger", TypeInformation.of(Offer.class)));
    readback = new Readback<>(runtime, settings, Topic.OFFERS, (key, row) -> RowDigest.of(row));
    superseded = runtime.getMetricGroup().counter("superseded");
  }

  @Override
  public void processElement1(Listing update, Context context, Collector<Offer> out)
      throws Exception {
    var current = listing.value();
    if (current != null && update.revision().isSupersededBy(current.revision())) {
      superseded.inc();
      return;
    }
    listing.update(update);
    publish(update.traceparent(), context, out);
  }

  @Override
  public void processElement2(OfferUpdate said, Context context, Collector<Offer> out)
      throws Exception {
    switch (said.kind()) {
      case AVAILABILITY -> put(Objects.requireNonNull(said.availability()), context, out);
      case RESTATE -> restate(out);
      case PUBLISHED -> compare(said.productKey(), said.published(), context);
    }
  }

  private void put(AvailabilityEvent update, Context context, Collector<Offer> out)
      throws Exception {
    var current = availability.value();
    if (current != null && update.revision().isSupersededBy(current.revision())) {
      superseded.inc();
      return;
    }
    availability.update(update);
    publish(update.origin().traceparent(), context, out);
  }

  /** Of this subtask; the sum over all of them is exact. */
  long offersInState() {
    return count().value();
  }

  private OfferCount count() {
    return Objects.requireNonNull(count, "the state is initialized before anything else");
  }

  private void restate(Collector<Offer> out) throws Exception {
    var current = offer.value();
    if (current != null) {
      out.collect(current);
    }
  }

  private void compare(String key, @Nullable Offer published, Context context) throws Exception {
    var current = offer.value();
    var said = published;
    if (current == null) {
      said = published == null || published.deleted() ? null : published;
      if (said == null) {
        stranger.clear();
      } else {
        stranger.update(said);
      }
    }
    var traceparent = published == null ? "" : published.traceparent();
    readback.read(key, current, said, traceparent, context.timestamp(), context.timerService());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Offer> out)
      throws Exception {
    var traceparent = readback.overdue(context.getCurrentKey(), offer, context.timerService());
    if (traceparent == null) {
      return;
    }
    var current = offer.value();
    var unknown = stranger.value();
    if (current != null) {
      out.collect(current.withTraceparent(traceparent));
    } else if (unknown != null) {
      out.collect(unknown.withdrawn(traceparent));
    }
  }

  private void publish(String traceparent, Context context, Collector<Offer> out) throws Exception {
    var known = listing.value();
    if (known == null) {
      return;
    }
    var previous = offer.value();
    var merged = OfferMerge.merge(known, availability.value(), traceparent);
    offer.update(merged);
    if (previous == null) {
      count().add();
      stranger.clear();
    }
    Failpoint.MERGED.reach();
    tellPictures(previous, merged, context);
    out.collect(merged);
    readback.published(context.timerService());
  }

  private static void tellPictures(@Nullable Offer previous, Offer merged, Context context) {
    var key = merged.key();
    if (previous != null) {
      for (var imagePk : previous.imagePks()) {
        if (!merged.imagePks().contains(imagePk)) {
          context.output(
              IMAGE_CHANGES, ImageOfferChange.of(imagePk, key, null, merged.traceparent()));
        }
      }
    }
    var details = merged.details();
    if (details != null) {
      var seen =
          new ImageOffer(
              merged.merchantId(), merged.productId(), details.category(), details.available());
      for (var imagePk : merged.imagePks()) {
        context.output(
            IMAGE_CHANGES, ImageOfferChange.of(imagePk, key, seen, merged.traceparent()));
      }
    }
  }
}
