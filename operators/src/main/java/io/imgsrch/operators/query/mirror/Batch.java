package io.imgsrch.operators.query.mirror;

/** Images that are looked at together, each with its place and its score. */
record Batch(int[] images, int[] places, float[] scores) {
  static Batch of(int size) {
    return new Batch(new int[size], new int[size], new float[size]);
  }

  /** Of the first so many, those from a score on, moved to the front; returns how many. */
  int retain(int number, float leastScore) {
    int retained = 0;
    for (int i = 0; i < number; i++) {
      if (scores[i] >= leastScore) {
        images[retained] = images[i];
        places[retained] = places[i];
        retained++;
      }
    }
    return retained;
  }
}
