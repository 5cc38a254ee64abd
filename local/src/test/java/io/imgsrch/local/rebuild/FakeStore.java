package io.imgsrch.local.rebuild;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.imgsrch.config.event.Topic;
import io.imgsrch.sinks.batch.Backoff;
import io.imgsrch.sinks.batch.BatchLimits;
import io.imgsrch.sinks.batch.BatchStore;
import io.imgsrch.sinks.batch.BlockingBatches;
import io.imgsrch.sinks.rebuild.RebuiltTable;
import io.imgsrch.sinks.rebuild.StoreRebuild;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A store in memory with one table, which notes what was asked of it. */
final class FakeStore implements StoreRebuild, RebuiltTable<FakeChange> {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Backoff ONCE = new Backoff(0, Duration.ZERO, Duration.ZERO);
  private static final BatchLimits LIMITS =
      new BatchLimits(3, 1_000, LONG, LONG, LONG, LONG, ONCE, ONCE);

  final Map<String, Integer> old = new TreeMap<>();
  final Map<String, Integer> rebuilt = new TreeMap<>();
  final List<String> asked = new ArrayList<>();
  Map<String, Integer> served = old;
  Runnable disturbance = () -> {};
  Runnable beforeScan = () -> {};
  boolean failsToSwitch;
  boolean guarded;

  /** A row that no write reaches. */
  String lost = "";

  @Override
  public List<RebuiltTable<?>> tables() {
    return List.of(this);
  }

  @Override
  public String successor() {
    return "rebuilt";
  }

  @Override
  public String former() {
    return "old";
  }

  @Override
  public long formerRows() {
    return old.size();
  }

  @Override
  public void prepare() {
    asked.add("prepare");
  }

  @Override
  public void switchOver() throws IOException {
    asked.add("switch");
    if (failsToSwitch) {
      throw new IOException("no answer");
    }
    served = rebuilt;
  }

  @Override
  public void dropFormer() {
    asked.add("drop");
  }

  @Override
  public void discard() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new IOException("an interrupted thread reaches no store");
    }
    asked.add("discard");
  }

  @Override
  public void close() {
    asked.add("close");
  }

  @Override
  public String name() {
    return "rows";
  }

  @Override
  public Topic topic() {
    return Topic.IMAGES;
  }

  @Override
  public boolean guarded() {
    return guarded;
  }

  @Override
  public FakeChange read(byte[] value, int partition, long offset) throws IOException {
    return FakeChange.parse(new String(value, UTF_8));
  }

  @Override
  public String key(FakeChange change) {
    return change.key();
  }

  @Override
  public OptionalLong digest(FakeChange change) {
    return change.value() == FakeChange.GONE
        ? OptionalLong.empty()
        : OptionalLong.of(change.value());
  }

  @Override
  public BlockingBatches<FakeChange> open() throws IOException {
    return BlockingBatches.open("rebuilt", LIMITS, new FakeChange.Rows(), Writes::new);
  }

  @Override
  public void scan(Visitor visitor) {
    beforeScan.run();
    rebuilt.forEach(visitor::visit);
  }

  private final class Writes implements BatchStore<FakeChange> {
    @Override
    public void write(List<FakeChange> batch) {
      disturbance.run();
      for (var change : batch) {
        if (!change.key().equals(lost)) {
          change.applyTo(rebuilt);
        }
      }
    }

    @Override
    public boolean isTransient(Throwable failure) {
      return false;
    }

    @Override
    public void close() {}
  }
}
