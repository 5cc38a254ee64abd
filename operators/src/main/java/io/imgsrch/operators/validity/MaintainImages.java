package io.imgsrch.operators.validity;

import io.imgsrch.config.Settings;
import io.imgsrch.config.ValidityOptions;
import io.imgsrch.config.digest.RowDigest;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.config.event.ProductKey;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.operators.readback.Readback;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Keeps, for each picture, its offers (queryable) and the merchants who sell it now as a bitmap.
 * Keyed by image_pk.
 *
 * <p>The bitmap is published when it changes, but at most once in an interval for each picture: the
 * first change at once, the last of those that follow when the interval is over.
 *
 * <p>A run that was lost may have published what never comes to be in the run that follows, which
 * reads listings and availability in another order. So the first word of a run on a picture is
 * published even if it changes nothing.
 *
 * <p>What {@code catalog.bitmaps} says comes back, and is held to the state. That nobody sells a
 * picture, and that nothing is said of it, is the same.
 */
public final class MaintainImages
    extends KeyedProcessFunction<String, ImageOfferChange, MerchantBitmap> {
  private static final long serialVersionUID = 1L;

  private final Settings settings;
  private final long intervalMillis;
  private transient MapState<String, ImageOffer> offers;
  private transient MapState<Long, Integer> offersByMerchant;
  private transient ValueState<byte[]> bitmap;
  private transient ValueState<String> unpublished;
  private transient ValueState<Boolean> quiet;
  private transient ValueState<Long> quietUntil;
  private transient ValueState<Long> saidBy;
  private transient Readback<byte[]> readback;
  private transient long run;

  public MaintainImages(Settings settings) {
    this.settings = settings;
    intervalMillis = settings.get(ValidityOptions.BITMAP_INTERVAL).toMillis();
  }

  @Override
  public void open(OpenContext context) {
    var runtime = getRuntimeContext();
    offers = runtime.getMapState(ValidityState.queryableImageOffers());
    offersByMerchant =
        runtime.getMapState(new MapStateDescriptor<>("offers-by-merchant", Types.LONG, Types.INT));
    bitmap =
        runtime.getState(
            new ValueStateDescriptor<>(
                "merchants", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    unpublished = runtime.getState(new ValueStateDescriptor<>("unpublished", Types.STRING));
    quiet = runtime.getState(new ValueStateDescriptor<>("quiet", Types.BOOLEAN));
    quietUntil = runtime.getState(new ValueStateDescriptor<>("quiet-until", Types.LONG));
    saidBy = runtime.getState(new ValueStateDescriptor<>("said-by", Types.LONG));
    readback = new Readback<>(runtime, settings, Topic.BITMAPS, RowDigest::ofMerchants);
    run = ThreadLocalRandom.current().nextLong();
  }

  @Override
  public void processElement(
      ImageOfferChange change, Context context, Collector<MerchantBitmap> out) throws Exception {
    switch (change.kind()) {
      case OFFER -> put(change, context, out);
      case RESTATE -> publish(change.traceparent(), context, out);
      case PUBLISHED ->
          readback.read(
              change.imagePk(),
              bitmap.value(),
              row(change.merchants()),
              change.traceparent(),
              context.timestamp(),
              context.timerService());
    }
  }

  private void put(ImageOfferChange change, Context context, Collector<MerchantBitmap> out)
      throws Exception {
    var key = change.productKey();
    var before = offers.get(key);
    var after = change.offer();
    if (after != null) {
      offers.put(key, after);
    } else {
      offers.remove(key);
    }
    boolean sold = before != null && before.available();
    boolean sells = after != null && after.available();
    boolean changed = updateMerchants(ProductKey.merchantId(key), sold, sells);
    if (!isFirstOfRun(after != null) && !changed) {
      return;
    }
    Failpoint.IMAGE_MAINTAINED.reach();
    if (isQuiet(context.timerService())) {
      unpublished.update(change.traceparent());
    } else {
      publish(change.traceparent(), context, out);
    }
  }

  private static byte @Nullable [] row(byte @Nullable [] merchants) {
    return Arrays.equals(merchants, Merchants.NONE) ? null : merchants;
  }

  /** A picture without offers keeps no state, and so is always one of which nothing was said. */
  private boolean isFirstOfRun(boolean hasOffers) throws Exception {
    var by = saidBy.value();
    // To look for any takes an iterator, and longer than all else that is read here.
    if (!hasOffers && offers.isEmpty()) {
      saidBy.clear();
    } else if (by == null || by != run) {
      saidBy.update(run);
    }
    return by == null || by != run;
  }

  /** A clock that was put back would keep a picture quiet for as long as it was put back by. */
  private boolean isQuiet(TimerService timers) throws IOException {
    var until = quietUntil.value();
    return quiet.value() != null
        && (until == null || until <= timers.currentProcessingTime() + intervalMillis);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<MerchantBitmap> out)
      throws Exception {
    var until = quietUntil.value();
    if (until == null || until <= timestamp) {
      endQuiet(context, out);
    }
    var key = context.getCurrentKey();
    var traceparent = readback.overdue(key, bitmap, context.timerService());
    if (traceparent != null) {
      out.collect(bitmap(key, traceparent));
    }
  }

  private void endQuiet(Context context, Collector<MerchantBitmap> out) throws Exception {
    quiet.clear();
    quietUntil.clear();
    var traceparent = unpublished.value();
    if (traceparent != null) {
      publish(traceparent, context, out);
    }
  }

  private void publish(String traceparent, Context context, Collector<MerchantBitmap> out)
      throws Exception {
    out.collect(bitmap(context.getCurrentKey(), traceparent));
    readback.published(context.timerService());
    unpublished.clear();
    keepQuiet(context.timerService());
  }

  private MerchantBitmap bitmap(String imagePk, String traceparent) throws IOException {
    var merchants = bitmap.value();
    return new MerchantBitmap(
        imagePk, merchants == null ? Merchants.NONE.clone() : merchants, traceparent);
  }

  private void keepQuiet(TimerService timers) throws IOException {
    var before = quietUntil.value();
    if (before != null) {
      timers.deleteProcessingTimeTimer(before);
    }
    long until = timers.currentProcessingTime() + intervalMillis;
    quiet.update(true);
    quietUntil.update(until);
    timers.registerProcessingTimeTimer(until);
  }

  /** Whether the set of merchants changed. A merchant leaves with the last offer on sale. */
  private boolean updateMerchants(long merchantId, boolean sold, boolean sells) throws Exception {
    if (sold == sells) {
      return false;
    }
    var counted = offersByMerchant.get(merchantId);
    int count = (counted == null ? 0 : counted) + (sells ? 1 : -1);
    if (count > 0) {
      offersByMerchant.put(merchantId, count);
    } else {
      offersByMerchant.remove(merchantId);
    }
    boolean changed = sells ? count == 1 : count == 0;
    if (changed) {
      var merchants = Merchants.with(bitmap.value(), merchantId, sells);
      if (merchants == null) {
        bitmap.clear();
      } else {
        bitmap.update(merchants);
      }
    }
    return changed;
  }
}
