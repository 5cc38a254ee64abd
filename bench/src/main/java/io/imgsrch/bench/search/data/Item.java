package io.imgsrch.bench.search.data;

/**
 * What is searched.
 *
 * @param number from 0, the same for every peer
 * @param vector L2-normalised
 * @param spread the merchant who sells it among items from everywhere, from 1
 * @param clustered the merchant who sells it among its neighbours, from 1
 * @param category from 0
 */
public record Item(int number, float[] vector, int spread, int clustered, int category) {

  /** The merchant who sells it while merchants are of a shape. */
  public int merchant(Shape shape) {
    return shape == Shape.SPREAD ? spread : clustered;
  }
}
