package io.imgsrch.operators.query.state;

import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.ProductKey;
import io.imgsrch.operators.query.Samples;
import io.imgsrch.operators.validity.ImageOffer;
import io.imgsrch.operators.validity.ValidityState;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Holds an offer under each product key, and three image offers under each image_pk. */
final class HoldOffers extends KeyedProcessFunction<String, Long, Void> {
  private static final long serialVersionUID = 1L;
  private static final int KEYS = 10;

  private final String title;
  private transient @Nullable ValueState<Offer> offer;
  private transient @Nullable MapState<String, ImageOffer> imageOffers;

  HoldOffers(String title) {
    this.title = title;
  }

  /** Ten products, then ten pictures, and again. */
  static String key(long tick) {
    long number = tick / 2 % KEYS;
    return tick % 2 == 0 ? ProductKey.of(1, "p" + number) : "image" + number;
  }

  // The only call that makes state readable from outside, deprecated with its client.
  @SuppressWarnings("deprecation")
  @Override
  public void open(OpenContext context) {
    var offerState = ValidityState.offer();
    offerState.setQueryable(ValidityState.OFFERS);
    offer = getRuntimeContext().getState(offerState);
    var imageOffersState = ValidityState.imageOffers();
    imageOffersState.setQueryable(ValidityState.IMAGE_OFFERS);
    imageOffers = getRuntimeContext().getMapState(imageOffersState);
  }

  @Override
  public void processElement(Long tick, Context context, Collector<Void> out) throws Exception {
    if (offer == null || imageOffers == null) {
      throw new IllegalStateException("not open");
    }
    var key = context.getCurrentKey();
    if (key.startsWith("image")) {
      for (long merchant = 1; merchant <= 3; merchant++) {
        imageOffers.put(
            ProductKey.of(merchant, "p"), new ImageOffer(merchant, "p", title, merchant < 3));
      }
    } else {
      offer.update(Samples.offer(1, ProductKey.productId(key), title, true, "image1"));
    }
  }
}
