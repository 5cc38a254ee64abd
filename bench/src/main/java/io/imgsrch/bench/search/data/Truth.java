package io.imgsrch.bench.search.data;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Finds the right answers: each vector that a filter keeps is compared with the query, in floats.
 */
public final class Truth {
  private final List<Item> items;

  /** Of these items. */
  public Truth(List<Item> items) {
    this.items = items;
  }

  private record Scored(int number, float score) {}

  /** A cell: queries and filters in pairs. */
  public Cell cell(Shape shape, Kept kept, List<float[]> queries, List<Filter> filters) {
    return new Cell(
        shape,
        kept,
        IntStream.range(0, queries.size())
            .parallel()
            .mapToObj(i -> question(queries.get(i), filters.get(i)))
            .toList());
  }

  Question question(float[] query, Filter filter) {
    var best = new PriorityQueue<Scored>(Comparator.comparingDouble(Scored::score));
    int kept = 0;
    var merchants = new BitSet();
    filter.merchants().forEach(merchants::set);
    var category = filter.category();
    for (var item : items) {
      if ((category == null || category == item.category())
          && (merchants.isEmpty() || merchants.get(item.merchant(filter.shape())))) {
        kept++;
        float score = dot(query, item.vector());
        if (best.size() < Question.TOP || score > best.element().score()) {
          best.add(new Scored(item.number(), score));
        }
        if (best.size() > Question.TOP) {
          best.remove();
        }
      }
    }
    var numbers =
        best.stream()
            .sorted(Comparator.comparingDouble(Scored::score).reversed())
            .mapToInt(Scored::number)
            .toArray();
    return new Question(query, filter, kept, numbers);
  }

  /** In four sums, which do not wait for each other. */
  private static float dot(float[] one, float[] other) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 3 < one.length; i += 4) {
      a += one[i] * other[i];
      b += one[i + 1] * other[i + 1];
      c += one[i + 2] * other[i + 2];
      d += one[i + 3] * other[i + 3];
    }
    for (; i < one.length; i++) {
      a += one[i] * other[i];
    }
    return a + b + c + d;
  }
}
