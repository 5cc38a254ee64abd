package io.imgsrch.operators.reconcile;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Serving;
import io.imgsrch.config.event.StoredTable;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.operators.metric.ConcurrentCounter;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares how many offers the archive and the state hold. What the archive has still to read, and
 * what was written lately, may make up for that much of a difference: the counts are of different
 * moments, and a load that lags is no fault.
 */
public final class CountRound implements Round<Serving> {
  private static final Logger LOG = LoggerFactory.getLogger(CountRound.class);
  private final Clients clients;
  private final StateCount state;
  private final Ejection ejection;
  private final Counter failures;
  private final Growth growth = new Growth();
  private final LongSupplier clockMillis;
  private volatile long lastDifference;
  private volatile boolean ejected;

  /** How many offers the state holds. */
  @FunctionalInterface
  public interface StateCount {
    long inState() throws IOException;
  }

  /**
   * @param clockMillis of any origin; never goes back
   */
  public CountRound(
      Settings settings,
      Opener<Stores> openStores,
      Opener<CatalogLog> openLog,
      StateCount state,
      LongSupplier clockMillis,
      MetricGroup metrics) {
    clients = new Clients(settings, openStores, openLog);
    this.state = state;
    this.clockMillis = clockMillis;
    ejection = new Ejection(settings);
    failures = metrics.counter("count_failures", new ConcurrentCounter());
    var bitmap = metrics.addGroup("bitmap");
    bitmap.gauge("pg_rocksdb_diff", (Gauge<Long>) () -> lastDifference);
    bitmap.gauge("node_ejected", (Gauge<Integer>) () -> ejected ? 1 : 0);
  }

  @Override
  public void run(Consumer<Serving> out) {
    try {
      var difference = difference();
      if (difference.isPresent()) {
        lastDifference = difference.getAsLong();
        decide(lastDifference, out);
      }
    } catch (IOException | RuntimeException e) {
      failures.inc();
      LOG.warn("Cannot compare the counts of offers: {}", e.getMessage());
    }
  }

  private OptionalLong difference() throws IOException {
    var stored = clients.log().positions(StoredTable.OFFERS).stored();
    long archived = clients.stores().count(StoredTable.OFFERS);
    long held = state.inState();
    long onItsWay = 0;
    long end = 0;
    for (var partition : clients.log().ends(StoredTable.OFFERS).entrySet()) {
      end += partition.getValue();
      onItsWay += partition.getValue() - stored.getOrDefault(partition.getKey(), 0L);
    }
    var grown = growth.add(clockMillis.getAsLong(), end);
    return grown.isEmpty()
        ? grown
        : OptionalLong.of(Math.max(0, Math.abs(archived - held) - onItsWay - grown.getAsLong()));
  }

  private void decide(long difference, Consumer<Serving> out) {
    var serving = ejection.add(difference);
    if (serving == null) {
      return;
    }
    if (serving == ejected) {
      ejected = !serving;
      LOG.warn(
          "Searches are {}: PostgreSQL and the state differ by {} offers",
          serving ? "served again" : "not served any more",
          difference);
    }
    out.accept(new Serving(serving, difference, Traceparent.create()));
  }

  @Override
  public void close() {
    clients.close();
  }
}
