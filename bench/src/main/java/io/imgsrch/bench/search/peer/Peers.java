package io.imgsrch.bench.search.peer;

import io.imgsrch.config.MilvusOptions;
import io.imgsrch.local.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Those who take part, in the order in which they were added, and those who cannot, and why. */
public final class Peers implements AutoCloseable {
  private final Path directory;
  private final Path cache;
  private final List<Peer> peers = new ArrayList<>();
  private final List<String> absent = new ArrayList<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /**
   * @param directory for files of this run
   * @param cache for downloads
   */
  public Peers(Path directory, Path cache) {
    this.directory = directory;
    this.cache = cache;
  }

  /** Our query API, with the page checked and unchecked. */
  public void addOurs(BenchPlatform platform) {
    var catalogue = new ServedCatalogue(platform);
    open.push(catalogue);
    add(new ServedPeer(catalogue, true));
    add(new ServedPeer(catalogue, false));
  }

  /** The platform's Milvus alone. */
  public void addMilvus(BenchPlatform platform) {
    var settings = platform.settings();
    add(
        new MilvusPeer(
            settings.get(MilvusOptions.ADDRESS),
            Map.of(
                "M", settings.get(MilvusOptions.HNSW_M),
                "efConstruction", settings.get(MilvusOptions.HNSW_EF_CONSTRUCTION))));
  }

  /**
   * pgvector.
   *
   * @param url of a PostgreSQL that has it; null for the platform's, with an extension that is
   *     fetched
   */
  public void addPgvector(BenchPlatform platform, @Nullable String url)
      throws InterruptedException {
    try {
      add(new PgvectorPeer(url == null ? install(platform.servers().postgres()) : url));
    } catch (IOException e) {
      absent.add("pgvector is not installed: " + e.getMessage());
    }
  }

  private String install(PostgresServer postgres) throws IOException, InterruptedException {
    var log = directory.resolve("logs").resolve("pgvector.log");
    var extension = PgvectorDownload.in(cache, log);
    try (var connection = PgvectorSettings.connect(postgres.jdbcUrl())) {
      for (var setting : PgvectorSettings.ofServer(extension)) {
        PgvectorSettings.execute(connection, "ALTER SYSTEM SET " + setting);
      }
    } catch (SQLException e) {
      throw PgvectorPeer.failed("takes no setting", e);
    }
    postgres.crash();
    postgres.restart();
    return postgres.jdbcUrl();
  }

  /** Lucene, and our exact search, both in this process. */
  public void addInProcess() throws IOException {
    add(new InProcessPeer());
    add(new LucenePeer(directory.resolve("lucene")));
  }

  private void add(Peer peer) {
    open.push(peer);
    peers.add(peer);
  }

  public List<Peer> all() {
    return List.copyOf(peers);
  }

  /** Lines that each name one who is missing, and why. */
  public List<String> absent() {
    return List.copyOf(absent);
  }

  /** Closes all of them, the last first, whichever fails. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        failure = failure == null ? new IOException("a peer did not close", e) : failure;
        failure.addSuppressed(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
