package io.imgsrch.operators.query;

import io.imgsrch.config.event.InputEvents;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which offers a search may answer.
 *
 * @param merchantIds 1 to {@link #MAX_MERCHANTS} of them; null for all merchants
 * @param category null for all categories
 */
public record Scope(@Nullable Set<Long> merchantIds, @Nullable String category) {
  public static final int MAX_MERCHANTS = 1_000;
  public static final Scope ALL = new Scope(null, null);

  public Scope {
    if (merchantIds != null) {
      merchantIds = Set.copyOf(merchantIds);
      checkMerchants(merchantIds);
    }
    if (category != null
        && (category.isEmpty() || category.length() > InputEvents.MAX_CATEGORY_LENGTH)) {
      throw QueryException.ofField(
          ErrorCode.OUT_OF_RANGE,
          "category",
          "must have 1 to " + InputEvents.MAX_CATEGORY_LENGTH + " characters");
    }
    if (category != null && !InputEvents.isText(category)) {
      throw QueryException.ofField(
          ErrorCode.BAD_TEXT, "category", "holds a control character or half a surrogate pair");
    }
  }

  /** Whether one offer, with both its merchant and its category, is inside. */
  public boolean admits(long offerMerchant, String offerCategory) {
    return (merchantIds == null || merchantIds.contains(offerMerchant))
        && (category == null || category.equals(offerCategory));
  }

  private static void checkMerchants(Set<Long> ids) {
    if (ids.isEmpty() || ids.size() > MAX_MERCHANTS) {
      throw merchantsOutOfRange(
          "must hold 1 to " + MAX_MERCHANTS + " ids, or be left out for all; holds " + ids.size());
    }
    for (long id : ids) {
      if (id < 0 || id > InputEvents.MAX_MERCHANT_ID) {
        throw merchantsOutOfRange(
            "must be between 0 and " + InputEvents.MAX_MERCHANT_ID + ", holds " + id);
      }
    }
  }

  private static QueryException merchantsOutOfRange(String problem) {
    return QueryException.ofField(ErrorCode.OUT_OF_RANGE, "merchant_ids", problem);
  }
}
