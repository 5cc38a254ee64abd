package io.imgsrch.operators.query;

/** Counts what audits find. Called by one thread. */
@FunctionalInterface
public interface AuditMetrics {
  /**
   * An answer was audited.
   *
   * @param recall share of the best page that it has, 0 to 1
   * @param alarming whether that is too little
   */
  void audited(double recall, boolean alarming);
}
