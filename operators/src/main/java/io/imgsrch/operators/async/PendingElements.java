package io.imgsrch.operators.async;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records that are not completed, in the order of their arrival, and between them the watermarks
 * that wait for those before. Of watermarks that wait for the same records only the newest is kept,
 * so there are never more of them than records.
 */
final class PendingElements<T> {
  private @Nullable Entry<T> oldest;
  private @Nullable Entry<T> newest;
  private int size;

  /** A record, and the watermark that came after it. */
  static final class Entry<T> {
    private final StreamRecord<T> record;
    private @Nullable Watermark held;
    private @Nullable Entry<T> before;
    private @Nullable Entry<T> after;

    private Entry(StreamRecord<T> record) {
      this.record = record;
    }

    StreamRecord<T> record() {
      return record;
    }
  }

  int size() {
    return size;
  }

  Entry<T> add(StreamRecord<T> record) {
    var entry = new Entry<>(record);
    entry.before = newest;
    if (newest == null) {
      oldest = entry;
    } else {
      newest.after = entry;
    }
    newest = entry;
    size++;
    return entry;
  }

  /** Returns the watermark if it need not wait, and else null. */
  @Nullable Watermark add(Watermark mark) {
    if (newest == null) {
      return mark;
    }
    newest.held = mark;
    return null;
  }

  /**
   * Takes out a record that is completed; returns the watermark that waited for it last, or null.
   */
  @Nullable Watermark remove(Entry<T> entry) {
    var before = entry.before;
    var after = entry.after;
    if (before == null) {
      oldest = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      newest = before;
    } else {
      after.before = before;
    }
    size--;
    if (before != null && entry.held != null) {
      before.held = entry.held;
      return null;
    }
    return entry.held;
  }

  /** The records, the oldest first. */
  List<StreamElement> records() {
    var records = new ArrayList<StreamElement>(size);
    for (var entry = oldest; entry != null; entry = entry.after) {
      records.add(entry.record);
    }
    return records;
  }
}
