package io.imgsrch.operators.validity;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** Subtasks that merge offers, and a topic that they write and read back. */
final class OfferTopic implements AutoCloseable {
  private static final int MAX_PARALLELISM = 4;

  private final Settings settings;
  private final List<Entry> log = new ArrayList<>();
  private final List<KeyedTwoInputStreamOperatorTestHarness<String, Listing, OfferUpdate, Offer>>
      subtasks = new ArrayList<>();
  private int read;
  private int published;
  private long now = 1_000;

  /**
   * A record of the topic.
   *
   * @param offer null of a tombstone
   */
  record Entry(String key, @Nullable Offer offer) {}

  /** What a checkpoint holds. */
  record Checkpoint(OperatorSubtaskState state, int parallelism, int read) {}

  OfferTopic(Settings settings) throws Exception {
    this.settings = settings;
    start(1, null);
  }

  void say(Listing listing) throws Exception {
    subtask(listing.key()).processElement1(new StreamRecord<>(listing));
    write(true);
  }

  void say(OfferUpdate update) throws Exception {
    subtask(update.productKey()).processElement2(new StreamRecord<>(update));
    write(true);
  }

  /** Says something of which the topic loses the record. */
  void sayInVain(Listing listing) throws Exception {
    subtask(listing.key()).processElement1(new StreamRecord<>(listing));
    write(false);
  }

  /** Somebody else writes. */
  void append(String key, @Nullable Offer offer) {
    log.add(new Entry(key, offer));
  }

  void readSome(int records) throws Exception {
    int end = read + Math.min(log.size() - read, records);
    while (read < end) {
      var entry = log.get(read++);
      say(OfferUpdate.published(entry.key(), entry.offer()));
    }
  }

  void later(long millis) throws Exception {
    now += millis;
    for (var subtask : subtasks) {
      subtask.setProcessingTime(now);
    }
    write(true);
  }

  /** Until all that was written was read for so long. */
  void settle(long millis) throws Exception {
    for (int step = 0; step < 16; step++) {
      readSome(Integer.MAX_VALUE);
      later(millis / 4);
    }
  }

  Checkpoint checkpoint(long id) throws Exception {
    var states = new OperatorSubtaskState[subtasks.size()];
    for (int i = 0; i < states.length; i++) {
      states[i] = subtasks.get(i).snapshot(id, now);
    }
    return new Checkpoint(
        AbstractStreamOperatorTestHarness.repackageState(states), states.length, read);
  }

  /** Ends the run, and goes on where the checkpoint was; the topic stays as it is. */
  void restore(Checkpoint checkpoint, int parallelism) throws Exception {
    close();
    read = checkpoint.read();
    start(parallelism, checkpoint);
  }

  /** The newest record of each key. */
  Map<String, Entry> newest() {
    var newest = new HashMap<String, Entry>();
    log.forEach(entry -> newest.put(entry.key(), entry));
    return newest;
  }

  /** How many records the job wrote. */
  int published() {
    return published;
  }

  /** What the state says; null if it knows of no offer. */
  @Nullable Offer inState(String key) throws Exception {
    var subtask = subtask(key);
    subtask.processElement2(new StreamRecord<>(OfferUpdate.restate(key)));
    var said = subtask.extractOutputValues();
    subtask.getOutput().clear();
    return said.isEmpty() ? null : said.get(0);
  }

  private void start(int parallelism, @Nullable Checkpoint from) throws Exception {
    for (int subtask = 0; subtask < parallelism; subtask++) {
      var harness =
          new KeyedTwoInputStreamOperatorTestHarness<>(
              new QueryableOffers(settings),
              Listing::key,
              OfferUpdate::productKey,
              Types.STRING,
              MAX_PARALLELISM,
              parallelism,
              subtask);
      if (from != null) {
        harness.initializeState(
            AbstractStreamOperatorTestHarness.repartitionOperatorState(
                from.state(), MAX_PARALLELISM, from.parallelism(), parallelism, subtask));
      }
      harness.open();
      harness.setProcessingTime(now);
      subtasks.add(harness);
    }
  }

  private KeyedTwoInputStreamOperatorTestHarness<String, Listing, OfferUpdate, Offer> subtask(
      String key) {
    return subtasks.get(
        KeyGroupRangeAssignment.assignKeyToParallelOperator(key, MAX_PARALLELISM, subtasks.size()));
  }

  private void write(boolean kept) {
    for (var subtask : subtasks) {
      for (var offer : subtask.extractOutputValues()) {
        published++;
        if (kept) {
          append(offer.key(), offer);
        }
      }
      subtask.getOutput().clear();
    }
  }

  @Override
  public void close() throws Exception {
    for (var subtask : subtasks) {
      subtask.close();
    }
    subtasks.clear();
  }
}
