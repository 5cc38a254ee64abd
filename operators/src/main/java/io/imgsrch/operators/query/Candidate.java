package io.imgsrch.operators.query;

import io.imgsrch.config.event.ProductKey;
import java.util.Comparator;

/**
 * An offer with one of its pictures. Ordered as hits are: the best score first, ties by merchant,
 * product and picture, so that the same search answers the same page.
 */
record Candidate(float score, long merchantId, String productId, String imagePk)
    implements Comparable<Candidate> {
  private static final Comparator<Candidate> ORDER =
      Comparator.comparing(Candidate::score, Comparator.reverseOrder())
          .thenComparingLong(Candidate::merchantId)
          .thenComparing(Candidate::productId)
          .thenComparing(Candidate::imagePk);

  String productKey() {
    return ProductKey.of(merchantId, productId);
  }

  @Override
  public int compareTo(Candidate other) {
    return ORDER.compare(this, other);
  }
}
