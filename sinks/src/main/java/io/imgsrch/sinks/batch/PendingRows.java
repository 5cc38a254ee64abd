package io.imgsrch.sinks.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Rows that wait to be sent, in the order of their arrival. */
final class PendingRows<T> {
  private final BatchRows<T> shape;
  private final BatchLimits limits;
  private final ArrayDeque<T> rows = new ArrayDeque<>();
  private long bytes;
  private long added;
  private long dueUpTo;

  PendingRows(BatchRows<T> shape, BatchLimits limits) {
    this.shape = shape;
    this.limits = limits;
  }

  void add(T row) {
    rows.addLast(row);
    bytes += shape.sizeOf(row);
    added++;
  }

  int size() {
    return rows.size();
  }

  /** Rows that were ever added. */
  long added() {
    return added;
  }

  /** Those of them that were taken, the oldest. */
  long taken() {
    return added - rows.size();
  }

  boolean isFull() {
    return limits.fillsBuffer(rows.size(), bytes);
  }

  /** Whether a batch has to be sent, because there is enough for one or because rows are due. */
  boolean isDue() {
    return limits.fillsBatch(rows.size(), bytes) || taken() < dueUpTo;
  }

  /** Makes every row of now due. */
  void makeDue() {
    dueUpTo = added;
  }

  /**
   * Takes the next batch: the last write of each key. It ends early before a row that must not take
   * the place of an earlier one with its key, which so goes first.
   */
  List<T> takeBatch() {
    var batch = new LinkedHashMap<String, T>();
    long taken = 0;
    for (var next = rows.peekFirst(); next != null; next = rows.peekFirst()) {
      var key = shape.key(next);
      var size = shape.sizeOf(next);
      var before = batch.get(key);
      if (before != null && !shape.replaces(before, next)) {
        break;
      }
      if (before == null
          && !batch.isEmpty()
          && (batch.size() >= limits.rows() || taken + size > limits.bytes())) {
        break;
      }
      batch.put(key, next);
      taken += before == null ? size : size - shape.sizeOf(before);
      rows.removeFirst();
      bytes -= size;
    }
    return new ArrayList<>(batch.values());
  }
}
