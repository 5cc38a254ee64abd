package io.imgsrch.operators.query.plan;

/** A way to the pictures nearest to a vector. */
public enum Path {
  /** There is nothing to be found. */
  NOTHING,
  /** Scores in memory all that the search allows. */
  EXACT,
  /** Scores in memory what the search allows of the clusters where the nearest may be. */
  CLUSTERED,
  /** Asks the vector store, without a filter, for more than is wanted, and filters in memory. */
  INDEX
}
