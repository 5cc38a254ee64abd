package io.imgsrch.bench.search.data;

/**
 * A search.
 *
 * @param vector L2-normalised
 * @param kept how many items the filter keeps
 * @param best the right answer: numbers of items, the best first
 */
public record Question(float[] vector, Filter filter, int kept, int[] best) {
  /** Items asked for. */
  public static final int TOP = 20;

  /**
   * The share of the right answer that was found. An item that arrived meanwhile is taken to
   * deserve its place, and the last of the right answer to have made room for it.
   *
   * @param found numbers of items
   * @param size items before any arrived
   */
  public double recall(int[] found, int size) {
    int arrived = 0;
    for (int number : found) {
      arrived += number >= size ? 1 : 0;
    }
    int wanted = kept < TOP ? best.length : Math.max(0, best.length - arrived);
    if (wanted == 0) {
      return 1;
    }
    int right = 0;
    for (int i = 0; i < wanted; i++) {
      right += contains(found, best[i]) ? 1 : 0;
    }
    return (double) right / wanted;
  }

  private static boolean contains(int[] numbers, int wanted) {
    for (int number : numbers) {
      if (number == wanted) {
        return true;
      }
    }
    return false;
  }
}
