package io.imgsrch.config;

import java.time.Duration;
import java.util.List;

/** The vector store. */
public final class MilvusOptions {
  public static final Option<String> ADDRESS =
      Option.text(
          "milvus.address",
          "http://127.0.0.1:19530",
          "Address; a token comes from IMGSRCH_SECRET_MILVUS_TOKEN.");

  public static final Option<String> COLLECTION =
      Option.text(
          "milvus.collection",
          "imgsrch_images",
          "Alias of the collection; both are created when missing, the collection as this name and"
              + " _1. A rebuild puts a new one behind the alias.");

  public static final Option<Integer> HNSW_M =
      Option.count("milvus.hnsw_m", 16, 4, 64, "Links per node of the HNSW index.");

  public static final Option<Integer> HNSW_EF_CONSTRUCTION =
      Option.count("milvus.hnsw_ef_construction", 200, 8, 2048, "Candidates when a node is added.");

  public static final Option<Integer> SEARCH_EF =
      Option.count("milvus.search_ef", 256, 1, 32_768, "Candidates of a search, at the least.");

  public static final Option<Integer> BATCH_SIZE =
      Option.count("milvus.batch_size", 500, 1, 10_000, "Rows in one upsert.");

  public static final Option<Duration> FLUSH_INTERVAL =
      Option.millis("milvus.flush_interval_ms", 50, 1, 60_000, "Longest wait of a row for others.");

  public static final Option<Duration> FLUSH_TIMEOUT =
      Option.millis(
          "milvus.flush_timeout_ms",
          5_000,
          100,
          600_000,
          "Longest flush in a checkpoint; beyond it the checkpoint fails.");

  public static final Option<Duration> CONNECT_TIMEOUT =
      Option.millis("milvus.connect_timeout_ms", 10_000, 100, 120_000, "Time to connect.");

  public static final Option<Duration> REQUEST_TIMEOUT =
      Option.millis(
          "milvus.request_timeout_ms",
          3_000,
          50,
          120_000,
          "Time for one upsert, delete or search.");

  public static final Option<Duration> SETUP_TIMEOUT =
      Option.millis(
          "milvus.setup_timeout_ms",
          60_000,
          1_000,
          600_000,
          "Time to create, index or load the collection.");

  static final List<Option<?>> ALL =
      List.of(
          ADDRESS,
          COLLECTION,
          HNSW_M,
          HNSW_EF_CONSTRUCTION,
          SEARCH_EF,
          BATCH_SIZE,
          FLUSH_INTERVAL,
          FLUSH_TIMEOUT,
          CONNECT_TIMEOUT,
          REQUEST_TIMEOUT,
          SETUP_TIMEOUT);

  private MilvusOptions() {}
}
