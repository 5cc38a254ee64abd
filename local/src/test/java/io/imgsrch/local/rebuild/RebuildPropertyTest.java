package io.imgsrch.local.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.local.rebuild.Rebuild.Wish;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Jobs that write at any moment of a rebuild: afterwards the successor holds what the job wrote
 * last, whatever was on its way where.
 */
class RebuildPropertyTest {
  private static final int SEEDS = 400;
  private static final int KEYS = 4;
  private static final int CHANGES = 60;

  /** A job that writes the store and the topic, each in order, and each when it likes. */
  private static class IndexJob {
    final Random random;
    final FakeStore store;
    final FakeLog log;
    final List<FakeChange> changes = new ArrayList<>();
    int stored;
    int logged;
    Map<String, Integer> target;
    boolean onItsWay;

    IndexJob(Random random, FakeStore store, FakeLog log) {
      this.random = random;
      this.store = store;
      this.log = log;
      this.target = store.served;
    }

    void step() {
      switch (random.nextInt(4)) {
        case 0 -> change();
        case 1 -> store();
        case 2 -> log();
        default -> {}
      }
    }

    void change() {
      if (changes.size() < CHANGES) {
        int value = random.nextInt(3) == 0 ? FakeChange.GONE : random.nextInt(1_000);
        changes.add(new FakeChange("k" + random.nextInt(KEYS), value));
      }
    }

    /** The name is resolved when a write begins, and the row is there when it ends. */
    void store() {
      if (onItsWay) {
        changes.get(stored++).applyTo(target);
        onItsWay = false;
      } else if (mayStore()) {
        target = store.served;
        onItsWay = true;
      }
    }

    boolean mayStore() {
      return stored < changes.size();
    }

    void log() {
      if (logged < changes.size()) {
        log.append(changes.get(logged++));
      }
    }

    void flush() {
      while (logged < changes.size()) {
        log();
      }
      while (mayStore()) {
        store();
      }
    }

    Map<String, Integer> truth() {
      var truth = new TreeMap<String, Integer>();
      changes.forEach(change -> change.applyTo(truth));
      return truth;
    }
  }

  /** A job that writes to the store what it has read from the topic. */
  private static final class ArchiveJob extends IndexJob {
    ArchiveJob(Random random, FakeStore store, FakeLog log) {
      super(random, store, log);
    }

    @Override
    boolean mayStore() {
      return stored < logged;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingIsLostAndNothingComesBack(boolean writesTheTopic) throws IOException {
    for (int seed = 0; seed < SEEDS; seed++) {
      var random = new Random(seed);
      var store = new FakeStore();
      var log = new FakeLog();
      var job =
          writesTheTopic ? new IndexJob(random, store, log) : new ArchiveJob(random, store, log);
      log.disturbance = job::step;
      store.disturbance = job::step;
      // The archive job has no version to tell two records of a picture apart: it has to keep up.
      store.beforeScan = writesTheTopic ? job::step : job::flush;
      Barrier barrier = writesTheTopic ? job::flush : Barrier.NONE;
      Rebuild.run(store, log, barrier, new Wish(false, true), said -> {});
      job.flush();
      assertThat(store.rebuilt).as("seed %d", seed).isEqualTo(job.truth());
      assertThat(store.served).isSameAs(store.rebuilt);
    }
  }
}
