package io.imgsrch.operators.query.mirror;

/**
 * The best so many of images by score, in a heap whose worst is on top. Of equal scores the lower
 * ordinal is better, so that any order of offers ends with the same images.
 */
final class BestImages {
  private final int[] images;
  private final float[] scores;
  private int size;

  BestImages(int capacity) {
    images = new int[capacity];
    scores = new float[capacity];
  }

  int size() {
    return size;
  }

  int capacity() {
    return images.length;
  }

  boolean isFull() {
    return size == images.length;
  }

  /** Whether an image would be one of them now. */
  boolean takes(int image, float score) {
    return size < images.length || (size > 0 && isWorse(images[0], scores[0], image, score));
  }

  void offer(int image, float score) {
    if (size < images.length) {
      rise(size++, image, score);
    } else if (size > 0 && isWorse(images[0], scores[0], image, score)) {
      sink(image, score, size);
    }
  }

  /** Takes the worst out. */
  int removeWorst() {
    int worst = images[0];
    size--;
    sink(images[size], scores[size], size);
    return worst;
  }

  float worstScore() {
    return scores[0];
  }

  private void rise(int from, int image, float score) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) / 2;
      if (!isWorse(image, score, images[parent], scores[parent])) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    images[at] = image;
    scores[at] = score;
  }

  /** Puts an image in the place of the worst, within the first so many. */
  private void sink(int image, float score, int count) {
    int at = 0;
    while (2 * at + 1 < count) {
      int child = 2 * at + 1;
      if (child + 1 < count
          && isWorse(images[child + 1], scores[child + 1], images[child], scores[child])) {
        child++;
      }
      if (!isWorse(images[child], scores[child], image, score)) {
        break;
      }
      move(child, at);
      at = child;
    }
    images[at] = image;
    scores[at] = score;
  }

  private void move(int from, int to) {
    images[to] = images[from];
    scores[to] = scores[from];
  }

  private static boolean isWorse(int image, float score, int other, float otherScore) {
    return score < otherScore || (score == otherScore && image > other);
  }
}
