package io.imgsrch.local.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.local.rebuild.Rebuild.Wish;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A job that writes at any moment of a rebuild: afterwards the successor holds what the topic says
 * last, whatever was on its way where.
 */
class RebuildPropertyTest {
  private static final int SEEDS = 800;
  private static final int KEYS = 4;
  private static final int CHANGES = 60;

  /** A job that writes to the store what it has read from the topic, which grows meanwhile. */
  private static final class Job {
    final Random random;
    final FakeStore store;
    final FakeLog log;
    final List<FakeChange> changes = new ArrayList<>();
    int stored;
    Map<String, Integer> target;
    boolean onItsWay;

    Job(Random random, FakeStore store, FakeLog log) {
      this.random = random;
      this.store = store;
      this.log = log;
      this.target = store.served;
    }

    void step() {
      switch (random.nextInt(3)) {
        case 0 -> change();
        case 1 -> store();
        default -> {}
      }
    }

    void change() {
      if (changes.size() < CHANGES) {
        int value = random.nextInt(3) == 0 ? FakeChange.GONE : random.nextInt(1_000);
        var change = new FakeChange("k" + random.nextInt(KEYS), value);
        changes.add(change);
        log.append(change);
      }
    }

    /** The name is resolved when a write begins, and the row is there when it ends. */
    void store() {
      if (onItsWay) {
        changes.get(stored++).applyTo(target);
        onItsWay = false;
      } else if (stored < changes.size()) {
        target = store.served;
        onItsWay = true;
      }
    }

    void flush() {
      while (stored < changes.size()) {
        store();
      }
    }

    Map<String, Integer> truth() {
      var truth = new TreeMap<String, Integer>();
      changes.forEach(change -> change.applyTo(truth));
      return truth;
    }
  }

  @Test
  void nothingIsLostAndNothingComesBack() throws IOException {
    for (int seed = 0; seed < SEEDS; seed++) {
      var store = new FakeStore();
      var log = new FakeLog();
      var job = new Job(new Random(seed), store, log);
      log.disturbance = job::step;
      store.disturbance = job::step;
      // No version tells two records of a picture apart: to be found equal, the job has to keep up.
      store.beforeScan = job::flush;
      Rebuild.run(store, log, Barrier.NONE, new Wish(false, true), said -> {});
      job.flush();
      assertThat(store.rebuilt).as("seed %d", seed).isEqualTo(job.truth());
      assertThat(store.served).isSameAs(store.rebuilt);
    }
  }
}
