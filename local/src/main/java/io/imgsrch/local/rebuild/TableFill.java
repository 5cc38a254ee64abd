package io.imgsrch.local.rebuild;

import io.imgsrch.sinks.batch.BlockingBatches;
import io.imgsrch.sinks.rebuild.RebuiltTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Copies a topic into a table of a successor, and knows what the table has to hold. */
final class TableFill<T> implements AutoCloseable {
  private static final int RECORDS_OF_A_STEP = 10_000;

  private final RebuiltTable<T> table;
  private final RecordLog log;
  private final LongConsumer progress;
  private final Ledger ledger = new Ledger();
  private final Map<TopicPartition, Long> position = new HashMap<>();

  /**
   * Keys that this wrote while the job may have written something newer; null before the switch,
   * and where the store would have kept that.
   */
  private @Nullable Set<String> contested;

  private BlockingBatches<T> batches;
  private long records;
  private long unreadable;

  private TableFill(
      RebuiltTable<T> table, RecordLog log, LongConsumer progress, BlockingBatches<T> batches) {
    this.table = table;
    this.log = log;
    this.progress = progress;
    this.batches = batches;
  }

  /**
   * Opens the table.
   *
   * @param progress told the number of records that were read, now and then
   */
  static <T> TableFill<T> open(RebuiltTable<T> table, RecordLog log, LongConsumer progress)
      throws IOException {
    var beginnings = log.beginnings(table.topic());
    var fill = new TableFill<>(table, log, progress, table.open());
    fill.position.putAll(beginnings);
    return fill;
  }

  String name() {
    return table.name();
  }

  String topic() {
    return table.topic().topicName();
  }

  /** Records that are none of the topic's kind; the jobs make dead letters of them. */
  long unreadable() {
    return unreadable;
  }

  /** How many rows the table has to hold. */
  long rows() {
    return ledger.size();
  }

  /** Copies every record that came since the last time; returns how many there were. */
  long copyNews() throws IOException {
    return copy(key -> true);
  }

  /** From now on the job writes the table as well. */
  void share() {
    if (!table.guarded()) {
      contested = new HashSet<>();
    }
  }

  /** Opens the table again, where the successor is after the switch. */
  void reopen() throws IOException {
    batches.close();
    batches = table.open();
  }

  /**
   * Copies the new records of keys that the last copy wrote, for the job may have written them
   * before that, and leaves the others to the job.
   *
   * @return whether there were any
   */
  boolean copyContested() throws IOException {
    var before = contested == null ? Set.<String>of() : contested;
    var now = new HashSet<String>();
    contested = now;
    copy(before::contains);
    return !now.isEmpty();
  }

  private long copy(Predicate<String> mine) throws IOException {
    long before = records;
    var ends = log.ends(table.topic());
    log.read(position, ends, item -> take(item, mine));
    batches.flush();
    position.putAll(ends);
    return records - before;
  }

  private void take(ConsumerRecord<byte[], byte[]> item, Predicate<String> mine)
      throws IOException {
    if (++records % RECORDS_OF_A_STEP == 0) {
      progress.accept(records);
    }
    var change = read(item);
    if (change == null) {
      unreadable++;
      return;
    }
    var key = table.key(change);
    if (!mine.test(key)) {
      ledger.left(key);
      return;
    }
    batches.add(change);
    OptionalLong digest = table.digest(change);
    ledger.copied(key, digest);
    if (contested != null) {
      contested.add(key);
    }
  }

  private @Nullable T read(ConsumerRecord<byte[], byte[]> item) {
    if (item.value() == null) {
      return null;
    }
    try {
      return table.read(item.value(), item.partition(), item.offset());
    } catch (IOException noSuchRecord) {
      return null;
    }
  }

  /** Compares the table with what was copied. */
  Ledger.Look look() throws IOException {
    return ledger.<IOException>look(visitor -> table.scan(visitor::visit));
  }

  @Override
  public void close() throws IOException {
    batches.close();
  }
}
