package io.imgsrch.operators.query.mirror;

import org.jspecify.annotations.Nullable;

/** The offers by ordinal, and the ordinals by key. For one thread. */
final class Offers {
  private final PagedArray.Editor<MirroredOffer> offers = new PagedArray.Editor<>();
  private final OrdinalIndex index = new OrdinalIndex();
  private int count;

  /** The ordinal of an offer, or {@link OrdinalIndex#NONE}. */
  int ordinal(long merchantId, String productId) {
    return OrdinalIndex.find(
        index.table(),
        MirroredOffer.hash(merchantId, productId),
        ordinal -> {
          var offer = offers.get(ordinal);
          return offer != null && offer.is(merchantId, productId);
        });
  }

  @Nullable MirroredOffer get(int ordinal) {
    return offers.get(ordinal);
  }

  /**
   * Puts an offer in place.
   *
   * @param ordinal that it has, or {@link OrdinalIndex#NONE} of a new one
   * @return its ordinal
   */
  int put(int ordinal, MirroredOffer offer) {
    if (ordinal != OrdinalIndex.NONE) {
      offers.set(ordinal, offer);
      return ordinal;
    }
    int next = count++;
    index.add(offer.keyHash(), next, next, this::hash, used -> true);
    offers.set(next, offer);
    return next;
  }

  private int hash(int ordinal) {
    var offer = offers.get(ordinal);
    return offer == null ? 0 : offer.keyHash();
  }

  PagedArray<MirroredOffer> freeze() {
    return offers.freeze();
  }
}
