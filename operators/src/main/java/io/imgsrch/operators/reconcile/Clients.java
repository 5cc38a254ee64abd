package io.imgsrch.operators.reconcile;

import io.imgsrch.config.Settings;
import io.imgsrch.operators.async.Opened;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one thread, opened when they are first needed: a store that is away fails a look,
 * and not the job.
 */
final class Clients implements AutoCloseable {
  private final Settings settings;
  private final Opener<Stores> openStores;
  private final Opener<CatalogLog> openLog;
  private final Opened opened = new Opened();
  private @Nullable Stores stores;
  private @Nullable CatalogLog log;

  Clients(Settings settings, Opener<Stores> openStores, Opener<CatalogLog> openLog) {
    this.settings = settings;
    this.openStores = openStores;
    this.openLog = openLog;
  }

  Stores stores() throws IOException {
    var open = stores;
    if (open == null) {
      open = opened.add(openStores.open(settings), Stores::close);
      stores = open;
    }
    return open;
  }

  CatalogLog log() throws IOException {
    var open = log;
    if (open == null) {
      open = opened.add(openLog.open(settings), CatalogLog::close);
      log = open;
    }
    return open;
  }

  @Override
  public void close() {
    opened.close();
  }
}
