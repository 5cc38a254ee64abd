package io.imgsrch.operators.reconcile;

import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Repair;
import io.imgsrch.config.event.StoredTable;
import io.imgsrch.operators.async.Threads;
import io.imgsrch.operators.metric.ConcurrentCounter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at suspicious blocks row by row, one at a time on a thread of its own, and repairs what is
 * wrong. A block that comes while too many wait is left for the next look. What was seen is in
 * memory alone: after a restart a row is looked at twice again. So there must be one task of it.
 */
public final class InspectBlocks extends RichAsyncFunction<Suspicion, Repair> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(InspectBlocks.class);

  /** Blocks that may wait: the operator's capacity must be above it. */
  public static final int MAX_WAITING = 16;

  private final Settings settings;
  private final Opener<Stores> openStores;
  private final Opener<CatalogLog> openLog;
  private transient Clients clients;
  private transient ThreadPoolExecutor thread;
  private transient Inspection inspection;
  private transient Map<StoredTable, Counter> wrong;
  private transient Map<StoredTable, Counter> repaired;
  private transient Counter refused;
  private transient Counter failures;
  private transient Counter skipped;

  public InspectBlocks(Settings settings, Opener<Stores> openStores, Opener<CatalogLog> openLog) {
    this.settings = settings;
    this.openStores = openStores;
    this.openLog = openLog;
  }

  @Override
  public void open(OpenContext context) {
    var metrics = getRuntimeContext().getMetricGroup();
    wrong = new EnumMap<>(StoredTable.class);
    repaired = new EnumMap<>(StoredTable.class);
    for (var table : StoredTable.values()) {
      var group = metrics.addGroup("table", table.name());
      wrong.put(table, group.counter("rows_wrong", new ConcurrentCounter()));
      repaired.put(table, group.counter("rows_repaired", new ConcurrentCounter()));
    }
    refused = metrics.counter("repairs_refused", new ConcurrentCounter());
    failures = metrics.counter("inspection_failures", new ConcurrentCounter());
    skipped = metrics.counter("inspections_skipped");
    inspection = new Inspection(settings.get(ReconcileOptions.MAX_REPAIRS));
    clients = new Clients(settings, openStores, openLog);
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Threads.named("imgsrch-inspect"));
    thread.execute(this::connect);
  }

  /** So that what a task uses does not grow with its first suspicion. */
  private void connect() {
    try {
      for (var table : StoredTable.values()) {
        clients.log().ends(table);
        clients.stores().rows(table, 0);
      }
    } catch (IOException | RuntimeException e) {
      LOG.info("Not every store answers yet: {}", e.getMessage());
    }
  }

  @Override
  public void asyncInvoke(Suspicion suspicion, ResultFuture<Repair> result) {
    try {
      thread.execute(() -> inspect(suspicion, result));
    } catch (RejectedExecutionException e) {
      skipped.inc();
      result.complete(List.of());
    }
  }

  private void inspect(Suspicion suspicion, ResultFuture<Repair> result) {
    Collection<Repair> found = List.of();
    try {
      found = repairsOf(suspicion);
    } catch (IOException | RuntimeException e) {
      failures.inc();
      LOG.warn(
          "Cannot inspect block {} of {}, the next look tries again: {}",
          suspicion.block(),
          suspicion.table().label(),
          e.getMessage());
    } catch (Error e) { // has to be told too, or the block takes its place for ever
      tell(() -> result.completeExceptionally(e));
      return;
    }
    var answer = found;
    tell(() -> result.complete(answer));
  }

  private static void tell(Runnable answer) {
    try {
      answer.run();
    } catch (RejectedExecutionException ended) {
      LOG.info("The task ended before an inspection did");
    }
  }

  private List<Repair> repairsOf(Suspicion suspicion) throws IOException {
    var stores = clients.stores();
    var log = clients.log();
    var sent = new ArrayList<Repair>();
    for (var row : inspection.inspect(suspicion, stores, log)) {
      Objects.requireNonNull(wrong.get(row.table())).inc();
      LOG.warn("{}", row);
      if (!settings.get(ReconcileOptions.REPAIR)) {
        continue;
      }
      var outcome = Repairs.repair(row, stores, log);
      switch (outcome.result()) {
        case REPAIRED -> Objects.requireNonNull(repaired.get(row.table())).inc();
        case REFUSED -> refused.inc();
        case CHANGED -> {}
      }
      if (outcome.repair() != null) {
        sent.add(outcome.repair());
      }
    }
    return sent;
  }

  @Override
  public void close() {
    if (thread != null) {
      Threads.stop(thread, clients::close);
    }
  }
}
