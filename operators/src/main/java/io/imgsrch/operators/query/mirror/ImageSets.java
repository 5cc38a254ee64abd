package io.imgsrch.operators.query.mirror;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** For each of some values, as merchants or categories are, a set of images. One thread writes. */
final class ImageSets<K> {
  /** Numbers are given once and kept, so that readers may look them up at any time. */
  private final Map<K, Integer> numbers = new ConcurrentHashMap<>();

  private final PagedArray.Editor<OrdinalSet> sets = new PagedArray.Editor<>();
  private final Map<Integer, OrdinalSet.Editor> changed = new HashMap<>();

  /** The number of a value, a new one if need be. */
  int number(K value) {
    return numbers.computeIfAbsent(value, v -> numbers.size());
  }

  void set(int number, int image, boolean member) {
    changed
        .computeIfAbsent(
            number,
            n -> {
              var now = sets.get(n);
              return new OrdinalSet.Editor(now == null ? OrdinalSet.EMPTY : now);
            })
        .set(image, member);
  }

  /** The sets as they are now. */
  Frozen<K> freeze() {
    changed.forEach((number, editor) -> sets.set(number, editor.freeze()));
    changed.clear();
    return new Frozen<>(numbers, sets.freeze());
  }

  /**
   * The sets of one instant.
   *
   * @param numbers may know later values, whose sets are empty here
   */
  record Frozen<K>(Map<K, Integer> numbers, PagedArray<OrdinalSet> sets) {
    static <K> Frozen<K> empty() {
      return new Frozen<>(Map.of(), PagedArray.empty());
    }

    /** The values by their numbers. */
    Map<Integer, K> names() {
      var names = new HashMap<Integer, K>();
      numbers.forEach((value, number) -> names.put(number, value));
      return names;
    }

    OrdinalSet of(K value) {
      var number = numbers.get(value);
      var set = number == null ? null : sets.get(number);
      return set == null ? OrdinalSet.EMPTY : set;
    }
  }
}
