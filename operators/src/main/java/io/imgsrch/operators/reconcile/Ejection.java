package io.imgsrch.operators.reconcile;

import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Whether searches may be answered: not once the difference was too great three times in a row, and
 * again once it was small three times in a row. For one thread.
 */
final class Ejection {
  private static final int TIMES = 3;

  private final long above;
  private final long below;
  private int great;
  private int small;
  private @Nullable Boolean serving;

  Ejection(Settings settings) {
    above = settings.get(ReconcileOptions.EJECT_ABOVE);
    below = settings.get(ReconcileOptions.SERVE_BELOW);
  }

  /** Takes a difference; returns whether to serve, null if that was never decided. */
  @Nullable Boolean add(long difference) {
    great = difference > above ? great + 1 : 0;
    small = difference < below ? small + 1 : 0;
    if (great >= TIMES) {
      serving = false;
    } else if (small >= TIMES) {
      serving = true;
    }
    return serving;
  }
}
