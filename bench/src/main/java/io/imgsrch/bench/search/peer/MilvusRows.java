package io.imgsrch.bench.search.peer;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.service.index.request.DescribeIndexReq;
import io.milvus.v2.service.utility.request.FlushReq;
import io.milvus.v2.service.vector.request.UpsertReq;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Writes rows into a collection, and waits for its index. */
final class MilvusRows implements AutoCloseable {
  /** Rows of one request. */
  static final int BATCH = 1_000;

  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Enough to load a collection. */
  private static final Duration CALL = Duration.ofMinutes(2);

  private static final Duration BUILD = Duration.ofHours(2);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int CLOSE_SECONDS = 5;

  private final MilvusClientV2 client;
  private final String collection;

  MilvusRows(String address, String collection) {
    this.collection = collection;
    this.client =
        new MilvusClientV2(
            ConnectConfig.builder()
                .uri(address)
                .connectTimeoutMs(CONNECT.toMillis())
                .rpcDeadlineMs(CALL.toMillis())
                .build());
  }

  MilvusClientV2 client() {
    return client;
  }

  static JsonArray array(float[] vector) {
    var array = new JsonArray(vector.length);
    for (float component : vector) {
      array.add(component);
    }
    return array;
  }

  void upsert(List<JsonObject> rows) throws IOException {
    try {
      client.upsert(UpsertReq.builder().collectionName(collection).data(rows).build());
    } catch (RuntimeException e) {
      throw new IOException("Milvus took no rows: " + e.getMessage(), e);
    }
  }

  /** Flushes, since what is not flushed is searched without an index, and waits for the index. */
  void settle(String vectorField, int rows) throws IOException, InterruptedException {
    client.flush(
        FlushReq.builder()
            .collectionNames(List.of(collection))
            .waitFlushedTimeoutMs(CALL.toMillis())
            .build());
    long end = System.nanoTime() + BUILD.toNanos();
    while (!isIndexed(vectorField, rows)) {
      if (System.nanoTime() - end > 0) {
        throw new IOException("Milvus did not index %s within %s".formatted(collection, BUILD));
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private boolean isIndexed(String vectorField, int rows) {
    var index =
        client
            .describeIndex(
                DescribeIndexReq.builder()
                    .collectionName(collection)
                    .fieldName(vectorField)
                    .build())
            .getIndexDescByFieldName(vectorField);
    return index != null && index.getIndexedRows() >= rows && index.getPendingIndexRows() == 0;
  }

  @Override
  public void close() {
    try {
      client.close(CLOSE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
