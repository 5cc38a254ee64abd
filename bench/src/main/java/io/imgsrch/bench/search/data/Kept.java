package io.imgsrch.bench.search.data;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What share of the items a filter keeps. One of {@link Items#MERCHANTS} merchants sells 0.5 % of
 * them, a large category has 20 %, a small one 2 %.
 */
public enum Kept {
  ALL("100", 0, Category.ANY),
  HALF("50", 100, Category.ANY),
  FIFTH("20", 40, Category.ANY),
  TENTH("10", 20, Category.ANY),
  PERCENT_5("5", 10, Category.ANY),
  PERCENT_2("2", 4, Category.ANY),
  PERCENT_1("1", 2, Category.ANY),
  PERCENT_05("0.5", 1, Category.ANY),
  PERCENT_01("0.1", 1, Category.LARGE),
  PERCENT_001("0.01", 1, Category.SMALL);

  /** Which categories a filter names one of. */
  enum Category {
    ANY,
    LARGE,
    SMALL
  }

  private final String percent;
  private final int merchants;
  private final Category category;

  Kept(String percent, int merchants, Category category) {
    this.percent = percent;
    this.merchants = merchants;
    this.category = category;
  }

  /** Such as {@code 0.1}. */
  public String percent() {
    return percent;
  }

  /** How many merchants a filter names; 0 for all. */
  int merchants() {
    return merchants;
  }

  Category category() {
    return category;
  }

  /**
   * The share of a number in percent.
   *
   * @throws IllegalArgumentException naming those there are
   */
  public static Kept of(String percent) {
    return Arrays.stream(values())
        .filter(kept -> kept.percent.equals(percent))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no filter keeps %s %%: choose among %s"
                        .formatted(
                            percent,
                            Arrays.stream(values())
                                .map(Kept::percent)
                                .collect(Collectors.joining(", ")))));
  }
}
