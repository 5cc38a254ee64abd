package io.imgsrch.local.prove;

import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.Settings;
import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.common.ConsistencyLevel;
import io.milvus.v2.service.vector.request.QueryReq;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is in Milvus now: all rows, which it gives at most 16,384 of.
 *
 * @param vectors by picture
 * @param twice pictures of which there is more than one row
 */
record MilvusView(Map<String, float[]> vectors, List<String> twice) {
  static final int MAX_ROWS = 16_384;
  private static final long DEADLINE_MILLIS = 20_000;

  static MilvusView read(Settings settings) throws IOException {
    var view = new MilvusView(new TreeMap<>(), new ArrayList<>());
    try (var client = new Closing(client(settings))) {
      var rows =
          client
              .milvus()
              .query(
                  QueryReq.builder()
                      .collectionName(settings.get(MilvusOptions.COLLECTION))
                      .filter("image_pk != \"\"")
                      .outputFields(List.of("image_pk", "vector"))
                      .limit(MAX_ROWS)
                      .consistencyLevel(ConsistencyLevel.STRONG)
                      .build());
      for (var row : rows.getQueryResults()) {
        var imagePk = String.valueOf(row.getEntity().get("image_pk"));
        if (view.vectors.put(imagePk, floats(row.getEntity().get("vector"))) != null) {
          view.twice.add(imagePk);
        }
      }
      return view;
    } catch (RuntimeException e) {
      throw new IOException("cannot read Milvus: " + e.getMessage(), e);
    }
  }

  /** Milvus' client waits when it closes; nothing of ours is under way then. */
  private record Closing(MilvusClientV2 milvus) implements AutoCloseable {
    @Override
    public void close() {
      milvus.close();
    }
  }

  private static MilvusClientV2 client(Settings settings) {
    return new MilvusClientV2(
        ConnectConfig.builder()
            .uri(settings.get(MilvusOptions.ADDRESS))
            .connectTimeoutMs(DEADLINE_MILLIS)
            .rpcDeadlineMs(DEADLINE_MILLIS)
            .build());
  }

  private static float[] floats(@Nullable Object value) {
    if (!(value instanceof List<?> values)) {
      throw new IllegalStateException("a row has no vector");
    }
    var vector = new float[values.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (Float) values.get(i);
    }
    return vector;
  }
}
