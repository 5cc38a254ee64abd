package io.imgsrch.sinks.milvus;

import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.config.digest.BlockDigest;
import io.imgsrch.config.digest.Blocks;
import io.imgsrch.config.digest.RowDigest;
import io.imgsrch.sinks.rebuild.RebuiltTable.Visitor;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.common.ConsistencyLevel;
import io.milvus.v2.service.vector.request.QueryReq;
import io.milvus.v2.service.vector.response.QueryResp.QueryResult;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The digests of the collection's rows. They are computed here, so that all vectors are read, some
 * thousand at a time. Calls block, each query at most for its time-out.
 */
public final class VectorDigests implements AutoCloseable {
  /** Rows that one query is to read, about: a few megabytes. */
  private static final long ROWS_AT_ONCE = 2_000;

  private static final String COUNT = "count(*)";
  private static final String ALL = MilvusCollection.IMAGE_PK + " != \"\"";

  private final MilvusClientV2 client;
  private final String collection;
  private final String name;

  private VectorDigests(Settings settings, MilvusClientV2 client) {
    this.client = client;
    this.collection = settings.get(MilvusOptions.COLLECTION);
    this.name = MilvusClients.name(settings);
  }

  /**
   * Connects. The collection need not be there yet.
   *
   * @param queryTimeout of every query
   * @throws IOException naming the address, if that fails
   */
  public static VectorDigests open(Settings settings, Secrets secrets, Duration queryTimeout)
      throws IOException {
    return new VectorDigests(settings, MilvusClients.connect(settings, secrets, queryTimeout));
  }

  /** The digest of each block; a block without rows is left out. */
  public Map<Integer, BlockDigest> blocks() throws IOException {
    long rows = count();
    var digests = new HashMap<Integer, BlockDigest>();
    int width = blocksPerQuery(rows);
    for (int first = 0; first < Blocks.COUNT; first += width) {
      for (var row : rows(range(first, Math.min(first + width, Blocks.COUNT) - 1))) {
        digests.merge(blockOf(key(row)), BlockDigest.EMPTY.plus(digest(row)), BlockDigest::plus);
      }
    }
    return digests;
  }

  /** Visits every row with its digest; a key that is there twice is visited twice. */
  void visit(Visitor visitor) throws IOException {
    int width = blocksPerQuery(count());
    for (int first = 0; first < Blocks.COUNT; first += width) {
      for (var row : rows(range(first, Math.min(first + width, Blocks.COUNT) - 1))) {
        visitor.visit(key(row), digest(row));
      }
    }
  }

  /** The digest of each row of a block, by key; the sum of them where a key is there twice. */
  public Map<String, Long> rows(int block) throws IOException {
    var digests = new HashMap<String, Long>();
    for (var row : rows(range(block, block))) {
      digests.merge(key(row), digest(row), Long::sum);
    }
    return digests;
  }

  static int blocksPerQuery(long rows) {
    return (int) Math.max(1, Math.min(Blocks.COUNT, Blocks.COUNT * ROWS_AT_ONCE / (rows + 1)));
  }

  /** The filter for all keys of these blocks; together the blocks hold whatever is a key. */
  static String range(int first, int last) {
    var filter = ALL;
    if (first > 0) {
      filter += " && %s >= \"%s\"".formatted(MilvusCollection.IMAGE_PK, Blocks.prefix(first));
    }
    if (last < Blocks.COUNT - 1) {
      filter += " && %s < \"%s\"".formatted(MilvusCollection.IMAGE_PK, Blocks.prefix(last + 1));
    }
    return filter;
  }

  /** The block whose range a key is in, also one that is none of ours. */
  static int blockOf(String key) {
    int block = Blocks.COUNT - 1;
    while (block > 0 && key.compareTo(Blocks.prefix(block)) < 0) {
      block--;
    }
    return block;
  }

  private long count() throws IOException {
    return (Long) field(query(ALL, List.of(COUNT)).get(0), COUNT);
  }

  private List<QueryResult> rows(String filter) throws IOException {
    return query(
        filter,
        List.of(MilvusCollection.IMAGE_PK, MilvusCollection.MODEL_ID, MilvusCollection.VECTOR));
  }

  private List<QueryResult> query(String filter, List<String> fields) throws IOException {
    try {
      return client
          .query(
              QueryReq.builder()
                  .collectionName(collection)
                  .filter(filter)
                  .outputFields(fields)
                  .consistencyLevel(ConsistencyLevel.BOUNDED)
                  .build())
          .getQueryResults();
    } catch (RuntimeException e) {
      throw new IOException(
          "Cannot read collection %s of %s: %s".formatted(collection, name, e.getMessage()), e);
    }
  }

  private static String key(QueryResult row) {
    return (String) field(row, MilvusCollection.IMAGE_PK);
  }

  private static Object field(QueryResult row, String name) {
    return Objects.requireNonNull(row.getEntity().get(name), name);
  }

  private static long digest(QueryResult row) {
    return RowDigest.ofVector(
        key(row),
        (String) field(row, MilvusCollection.MODEL_ID),
        MilvusSearcher.floats(field(row, MilvusCollection.VECTOR)));
  }

  @Override
  public void close() {
    MilvusClients.close(client);
  }
}
