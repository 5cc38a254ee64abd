package io.imgsrch.bench.freshness;

import java.util.Arrays;
import java.util.List;

/**
 * Times of one kind.
 *
 * @param millis from the sending of an event to the first answer that obeys it
 */
public record Samples(String kind, List<Double> millis) {

  public Samples {
    millis = List.copyOf(millis);
  }

  double mean() {
    return millis.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** The least value that so large a share of them does not exceed. */
  double percentile(double share) {
    if (millis.isEmpty()) {
      return Double.NaN;
    }
    var sorted = millis.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
