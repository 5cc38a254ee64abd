package io.imgsrch.operators.query;

/** Counts what requests come to. Called from any thread. */
public interface SearchMetrics {
  /** A search was answered. */
  void answered(long millis);

  /** A request was refused or failed. */
  void failed(ErrorCode code);
}
