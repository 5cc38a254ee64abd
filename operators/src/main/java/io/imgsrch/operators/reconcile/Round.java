package io.imgsrch.operators.reconcile;

import java.io.Serializable;
import java.util.function.Consumer;
import org.apache.flink.metrics.MetricGroup;

/** What is done once in a while, on a thread of its own. */
public interface Round<T> extends AutoCloseable {
  /** Runs once; may block, within deadlines. What fails in passing is logged and counted here. */
  void run(Consumer<T> out);

  @Override
  void close();

  /** Makes a round on the task manager. */
  @FunctionalInterface
  interface Factory<T> extends Serializable {
    /** Opens nothing yet. */
    Round<T> create(MetricGroup metrics);
  }
}
