package io.imgsrch.local.rebuild;

import io.imgsrch.sinks.rebuild.RebuiltTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Copies topics into all tables of a successor, before the switch and after it. */
final class StoreFill implements AutoCloseable {
  private static final int MOST_PASSES = 20;
  private static final int MOST_ROUNDS = 50;

  /** So many records are copied in less time than a switch takes. */
  private static final long FEW_RECORDS = 200;

  private final Barrier barrier;
  private final Consumer<String> say;
  private final List<TableFill<?>> fills = new ArrayList<>();

  /**
   * @param barrier of the job that writes the store
   * @param say told how far the reading is
   */
  StoreFill(Barrier barrier, Consumer<String> say) {
    this.barrier = barrier;
    this.say = say;
  }

  void open(List<RebuiltTable<?>> tables, RecordLog log) throws IOException {
    for (var table : tables) {
      fills.add(open(table, log));
    }
  }

  private <T> TableFill<T> open(RebuiltTable<T> table, RecordLog log) throws IOException {
    var topic = table.topic().topicName();
    return TableFill.open(table, log, read -> say("%,d records of %s read …", read, topic));
  }

  List<TableFill<?>> tables() {
    return fills;
  }

  /** How many rows the tables have to hold. */
  long rows() {
    return fills.stream().mapToLong(TableFill::rows).sum();
  }

  void sayRead() {
    for (var fill : fills) {
      say("%,d rows of %s from %s", fill.rows(), fill.name(), fill.topic());
      if (fill.unreadable() > 0) {
        say(
            "%,d records of %s are none of its kind and count for nothing",
            fill.unreadable(), fill.topic());
      }
    }
  }

  /** Copies until little has come in the meantime. */
  void catchUp() throws IOException {
    long records = Long.MAX_VALUE;
    for (int pass = 0; pass < MOST_PASSES && records > FEW_RECORDS; pass++) {
      records = copyNews();
    }
  }

  private long copyNews() throws IOException {
    long records = 0;
    for (var fill : fills) {
      records += fill.copyNews();
    }
    return records;
  }

  /** From now on the job writes the tables as well. */
  void share() {
    fills.forEach(TableFill::share);
  }

  /** After the switch: copies what the job may have written to what served before. */
  void complete() throws IOException {
    for (var fill : fills) {
      fill.reopen();
    }
    copyNews();
    settle();
  }

  /** Until no key that was written here may have been written by the job before. */
  void settle() throws IOException {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      barrier.await();
      boolean wrote = false;
      for (var fill : fills) {
        wrote |= fill.copyContested();
      }
      if (!wrote) {
        return;
      }
    }
    throw new IOException("the same rows changed in each of " + MOST_ROUNDS + " rounds");
  }

  private void say(String format, Object... values) {
    say.accept(String.format(Locale.ROOT, format, values));
  }

  @Override
  public void close() throws IOException {
    @Nullable IOException failure = null;
    for (var fill : fills) {
      try {
        fill.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
