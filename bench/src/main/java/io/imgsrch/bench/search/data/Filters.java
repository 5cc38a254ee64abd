package io.imgsrch.bench.search.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the filters of a cell: all of them differ, but for those that keep everything. */
public final class Filters {
  private Filters() {}

  /**
   * Filters of one kind. Clustered ones name merchants of neighbouring regions.
   *
   * @param count at most {@link Items#MERCHANTS}
   */
  public static List<Filter> of(Shape shape, Kept kept, int count, long seed) {
    if (count > Items.MERCHANTS) {
      throw new IllegalArgumentException("at most %d filters".formatted(Items.MERCHANTS));
    }
    var random = new Random(seed);
    // One order for all filters of a cell: each begins at another merchant, so that none repeats.
    var order = new ArrayList<>(IntStream.range(0, Items.MERCHANTS).boxed().toList());
    if (shape == Shape.SPREAD) {
      Collections.shuffle(order, random);
    }
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new Filter(
                    shape,
                    IntStream.range(i, i + kept.merchants())
                        .map(place -> 1 + order.get(place % Items.MERCHANTS))
                        .sorted()
                        .boxed()
                        .toList(),
                    category(kept, i)))
        .toList();
  }

  private static @Nullable Integer category(Kept kept, int i) {
    return switch (kept.category()) {
      case ANY -> null;
      case LARGE -> i % Items.LARGE_CATEGORIES;
      case SMALL -> Items.LARGE_CATEGORIES + i % Items.SMALL_CATEGORIES;
    };
  }
}
