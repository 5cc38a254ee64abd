package io.imgsrch.operators.reconcile;

import io.imgsrch.config.Settings;
import io.imgsrch.config.digest.BlockDigest;
import io.imgsrch.config.digest.Blocks;
import io.imgsrch.config.event.StoredTable;
import io.imgsrch.operators.metric.ConcurrentCounter;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at every block of every table. A table that cannot be looked at is left out. */
public final class LookRound implements Round<Look> {
  private static final Logger LOG = LoggerFactory.getLogger(LookRound.class);

  private final Clients clients;
  private final Counter failures;
  private volatile long lastMillis;
  private volatile long ended;
  private long number;

  public LookRound(
      Settings settings,
      Opener<Stores> openStores,
      Opener<CatalogLog> openLog,
      MetricGroup metrics) {
    clients = new Clients(settings, openStores, openLog);
    failures = metrics.counter("look_failures", new ConcurrentCounter());
    metrics.gauge("look_ms", (Gauge<Long>) () -> lastMillis);
    metrics.gauge("look_rounds", (Gauge<Long>) () -> ended);
  }

  @Override
  public void run(Consumer<Look> out) {
    long start = System.nanoTime();
    number++;
    for (var table : StoredTable.values()) {
      look(table, out);
    }
    lastMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    ended = number;
  }

  private void look(StoredTable table, Consumer<Look> out) {
    try {
      var positions = clients.log().positions(table);
      var found = clients.stores().blocks(table);
      for (int block = 0; block < Blocks.COUNT; block++) {
        var digest = found.getOrDefault(block, BlockDigest.EMPTY);
        out.accept(new Look(table, block, number, digest, positions));
      }
    } catch (IOException | RuntimeException e) {
      failures.inc();
      LOG.warn("Cannot look at the {}: {}", table.label(), e.getMessage());
    }
  }

  @Override
  public void close() {
    clients.close();
  }
}
