package io.imgsrch.operators.validity;

import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.batch.BatchAddress;
import io.imgsrch.operators.batch.BatchAnswer;
import io.imgsrch.operators.batch.KeyBatch;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The state that searches read. Names and types are a contract between the validity job, which
 * writes it, and the query job, which reads it from outside.
 */
public final class ValidityState {
  /** Name of the job whose state this is. */
  public static final String JOB_NAME = "imgsrch-validity";

  /** Queryable name: product key → {@link Offer}. */
  public static final String OFFERS = "offers";

  /** Queryable name: {@link KeyBatch} of product keys → {@link BatchAnswer} with offers. */
  public static final String OFFERS_MANY = "offers-many";

  /** Queryable name: {@link KeyBatch} of product keys → {@link BatchAddress} of the holder. */
  public static final String OFFERS_ADDRESS = "offers-address";

  /** Queryable name: image_pk → product key → {@link ImageOffer}. */
  public static final String IMAGE_OFFERS = "image-offers";

  private ValidityState() {}

  /** The merged offer of one product. */
  public static ValueStateDescriptor<Offer> offer() {
    return new ValueStateDescriptor<>("offer", TypeInformation.of(Offer.class));
  }

  /** The offers of one picture, by product key. */
  public static MapStateDescriptor<String, ImageOffer> imageOffers() {
    return new MapStateDescriptor<>(
        "image-offers", Types.STRING, TypeInformation.of(ImageOffer.class));
  }

  // Deprecated without a successor: queryable state is what makes a withdrawn offer vanish at once.
  @SuppressWarnings("deprecation")
  static ValueStateDescriptor<Offer> queryableOffer() {
    var descriptor = offer();
    descriptor.setQueryable(OFFERS);
    return descriptor;
  }

  // Deprecated without a successor: queryable state is what makes a withdrawn offer vanish at once.
  @SuppressWarnings("deprecation")
  static MapStateDescriptor<String, ImageOffer> queryableImageOffers() {
    var descriptor = imageOffers();
    descriptor.setQueryable(IMAGE_OFFERS);
    return descriptor;
  }
}
