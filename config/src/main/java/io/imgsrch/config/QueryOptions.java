package io.imgsrch.config;

import java.time.Duration;
import java.util.List;

/** The query job. */
public final class QueryOptions {
  public static final Option<String> BIND_HOST =
      Option.text("query.bind_host", "127.0.0.1", "Address that the query API listens on.");

  public static final Option<Integer> PORT =
      Option.count("query.port", 18080, 1, 65_535, "Port of the query API.");

  public static final Option<Integer> THREADS =
      Option.count("query.threads", 32, 4, 1024, "Requests handled at a time.");

  public static final Option<Integer> MAX_QUEUED =
      Option.count("query.max_queued", 256, 1, 65_536, "Requests waiting for a thread.");

  public static final Option<Integer> EMBED_THREADS =
      Option.count("query.embed_threads", 2, 1, 64, "Photos embedded at a time.");

  public static final Option<Duration> SEARCH_TIMEOUT =
      Option.millis("query.search_timeout_ms", 5_000, 50, 60_000, "Time for one search.");

  public static final Option<Integer> OVERFETCH =
      Option.count(
          "query.overfetch",
          4,
          1,
          100,
          "Candidates per hit wanted, of those that a search allows; of clusters half as many.");

  public static final Option<Integer> MAX_CANDIDATES =
      Option.count(
          "query.max_candidates",
          4_096,
          1,
          16_384,
          "Candidates that one search asks the vector store for, at the most; where these do not fill"
              + " its page, it scores in memory all that it allows.");

  public static final Option<Duration> VECTORS_TIMEOUT =
      Option.millis(
          "query.vectors_timeout_ms",
          2_000,
          5,
          60_000,
          "Time for one call of the vector store by a search; then the search scores in memory.");

  public static final Option<Integer> RECALL_AUDIT_EVERY =
      Option.count(
          "query.recall_audit_every",
          200,
          0,
          1_000_000_000,
          "One of so many searches is found again by brute force over all that it allowed, after its"
              + " answer, to see what was missed; the way to its candidates that it did not take is"
              + " measured as well. 0: neither is done.");

  public static final Option<Double> RECALL_FLOOR =
      Option.fraction(
          "query.recall_floor",
          0.9,
          0,
          1,
          "Share of the best page below which such an answer is logged as a warning and counted.");

  public static final Option<Integer> RESIDENT_VECTORS_MB =
      Option.count(
          "query.resident_vectors_mb",
          256,
          0,
          1_048_576,
          "Memory of each query server for vectors of pictures, MiB, by which"
              + " searches score where that is cheaper than the vector store, or while that is away;"
              + " 516 MB of direct memory and 40 MB of heap a million at 256 dimensions.");

  public static final Option<Duration> STATE_TIMEOUT =
      Option.millis(
          "query.state_timeout_ms", 250, 5, 60_000, "Time for one read of queryable state.");

  public static final Option<Integer> STATE_READS_IN_FLIGHT =
      Option.count(
          "query.state_reads_in_flight", 256, 1, 65_536, "Reads of queryable state on the way.");

  public static final Option<Integer> REMEMBERED_OFFERS =
      Option.count(
          "query.remembered_offers",
          100_000,
          1_000,
          10_000_000,
          "Offers that changed last, of which the query job remembers how far they had come, so"
              + " that none goes back when the state does; must exceed those that change between"
              + " two checkpoints of the validity job.");

  public static final Option<List<String>> STATE_PROXIES =
      Option.list(
          "query.state_proxies",
          "127.0.0.1:19069",
          "Queryable-state proxies of the task managers, as host:port.");

  public static final Option<String> FLINK_REST =
      Option.text(
          "query.flink_rest",
          "http://127.0.0.1:18081",
          "Flink's REST address, where the ids of jobs are looked up by their names.");

  /** Where {@link #PICTURE_URL} has a picture's {@code image_pk}. */
  public static final String IMAGE_PK = "{image_pk}";

  public static final Option<String> PICTURE_URL =
      Option.template(
          "query.picture_url",
          IMAGE_PK,
          "Address at which a browser sees a picture of the catalogue; without one, hits are shown"
              + " without pictures.");

  public static final Option<Boolean> DEMO_WRITES =
      Option.flag(
          "query.demo_writes",
          false,
          "Whether whoever reaches the query API may switch offers on and off, for demonstrations;"
              + " must stay off where strangers reach the port.");

  static final List<Option<?>> ALL =
      List.of(
          BIND_HOST,
          PORT,
          THREADS,
          MAX_QUEUED,
          EMBED_THREADS,
          SEARCH_TIMEOUT,
          OVERFETCH,
          MAX_CANDIDATES,
          VECTORS_TIMEOUT,
          RECALL_AUDIT_EVERY,
          RECALL_FLOOR,
          RESIDENT_VECTORS_MB,
          STATE_TIMEOUT,
          STATE_READS_IN_FLIGHT,
          REMEMBERED_OFFERS,
          STATE_PROXIES,
          FLINK_REST,
          PICTURE_URL,
          DEMO_WRITES);

  private QueryOptions() {}
}
