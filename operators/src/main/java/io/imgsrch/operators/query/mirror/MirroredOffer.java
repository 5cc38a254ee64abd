package io.imgsrch.operators.query.mirror;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An offer, with what a search filters by.
 *
 * @param category its ordinal; {@link #NO_CATEGORY} of a deleted offer
 * @param images ordinals of the pictures that show it, each once
 * @param complete whether a record of these versions was not waiting for its pictures
 * @param available whether a search may show it
 * @param availability null before the first availability event
 */
record MirroredOffer(
    long merchantId,
    String productId,
    int category,
    int[] images,
    boolean complete,
    boolean available,
    Stamp content,
    @Nullable Stamp availability) {
  static final int NO_CATEGORY = -1;

  /** Keeps merchants apart whose products are numbered alike. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** Whether a record is older than this one in either of its lines: a replay, then. */
  boolean supersedes(Stamp otherContent, @Nullable Stamp otherAvailability) {
    return otherContent.compareTo(content) < 0
        || (availability != null
            && (otherAvailability == null || otherAvailability.compareTo(availability) < 0));
  }

  /** The same, complete. */
  MirroredOffer completed() {
    return complete
        ? this
        : new MirroredOffer(
            merchantId, productId, category, images, true, available, content, availability);
  }

  /** Whether it has come no further than another one, on either of its lines. */
  boolean isOf(MirroredOffer other) {
    return content.equals(other.content) && Objects.equals(availability, other.availability);
  }

  /** The hash of the key of an offer, its merchant and its product. */
  static int hash(long merchantId, String productId) {
    return Long.hashCode(merchantId * SPREAD) + productId.hashCode();
  }

  int keyHash() {
    return hash(merchantId, productId);
  }

  boolean is(long otherMerchant, String otherProduct) {
    return merchantId == otherMerchant && productId.equals(otherProduct);
  }
}
