package io.imgsrch.bench.drain;

import java.util.Collection;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A figure of every repetition: where its middle is, and how far it goes. */
public final class Spread {
  private final double[] sorted;

  private Spread(double[] sorted) {
    this.sorted = sorted;
  }

  /**
   * The spread of one figure.
   *
   * @param repetitions at least one
   */
  public static <R> Spread of(Collection<R> repetitions, ToDoubleFunction<R> figure) {
    return new Spread(repetitions.stream().mapToDouble(figure).sorted().toArray());
  }

  /** Of an even number of repetitions the lower of the two in the middle. */
  public double median() {
    return sorted[(sorted.length - 1) / 2];
  }

  /**
   * A row of a table: median, least and most.
   *
   * @param format of one figure
   */
  public String row(String label, String format) {
    return "| %s | **%s** | %s | %s |\n"
        .formatted(
            label,
            text(format, median()),
            text(format, sorted[0]),
            text(format, sorted[sorted.length - 1]));
  }

  private static String text(String format, double figure) {
    return String.format(Locale.ROOT, format, figure);
  }
}
