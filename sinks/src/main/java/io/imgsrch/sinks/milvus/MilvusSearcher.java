package io.imgsrch.sinks.milvus;

import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.sinks.batch.Backoff;
import io.imgsrch.sinks.batch.Opening;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.common.ConsistencyLevel;
import io.milvus.v2.common.IndexParam.MetricType;
import io.milvus.v2.service.vector.request.QueryReq;
import io.milvus.v2.service.vector.request.SearchReq;
import io.milvus.v2.service.vector.request.data.FloatVec;
import io.milvus.v2.service.vector.response.QueryResp.QueryResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the collection. Calls block, at most as long as {@link MilvusOptions#REQUEST_TIMEOUT} and,
 * while there is no collection, a second more. They may be made from any number of threads. A write
 * is seen within half a second or so.
 */
public final class MilvusSearcher implements AutoCloseable {
  /** The most hits that Milvus gives. */
  public static final int MAX_COUNT = 16_384;

  /** A rebuild that makes the collection's name an alias leaves it without meaning for less. */
  private static final Duration WHILE_RENAMED = Duration.ofSeconds(1);

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final MilvusClientV2 client;
  private final String name;
  private final String collection;
  private final int searchEf;

  private MilvusSearcher(Settings settings, MilvusClientV2 client) {
    this.client = client;
    this.name = MilvusClients.name(settings);
    this.collection = settings.get(MilvusOptions.COLLECTION);
    this.searchEf = settings.get(MilvusOptions.SEARCH_EF);
  }

  /**
   * Connects, and makes the collection ready if no sink did yet.
   *
   * @param dimension of the model's vectors
   * @throws IOException naming the address, if that fails or takes too long
   * @throws CollectionMismatchException if the collection holds other vectors
   */
  public static MilvusSearcher open(Settings settings, Secrets secrets, int dimension)
      throws IOException {
    Opening.patiently(
        Backoff.ofOpening(settings),
        MilvusClients.name(settings),
        () -> {
          MilvusStore.prepare(settings, secrets, dimension);
          return true;
        });
    return new MilvusSearcher(
        settings,
        MilvusClients.connect(settings, secrets, settings.get(MilvusOptions.REQUEST_TIMEOUT)));
  }

  /** The same, without what was written in the last seconds, perhaps. */
  public List<FoundImage> search(float[] vector, int count) throws IOException {
    return search(vector, count, false);
  }

  /**
   * The pictures nearest to a vector, the best first.
   *
   * @param vector L2-normalised
   * @param count at most so many, 1 to {@link #MAX_COUNT}
   * @param current whether it waits until all that was written before can be found
   * @throws IOException if Milvus fails or is too slow
   */
  public List<FoundImage> search(float[] vector, int count, boolean current) throws IOException {
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException("count must be 1 to " + MAX_COUNT + ", is " + count);
    }
    var request =
        SearchReq.builder()
            .collectionName(collection)
            .annsField(MilvusCollection.VECTOR)
            .metricType(MetricType.IP)
            .data(List.of(new FloatVec(vector)))
            .limit(count)
            .searchParams(Map.of("ef", Math.max(searchEf, count)))
            .consistencyLevel(current ? ConsistencyLevel.STRONG : ConsistencyLevel.BOUNDED)
            .build();
    return call(() -> client.search(request)).getSearchResults().stream()
        .flatMap(List::stream)
        .map(hit -> new FoundImage((String) hit.getId(), hit.getScore()))
        .toList();
  }

  /**
   * Which of these pictures can be found now.
   *
   * @throws IOException if Milvus fails or is too slow
   */
  public Set<String> present(Collection<String> imagePks) throws IOException {
    var keys = imagePks.stream().filter(ImagePks::isOne).distinct().toList();
    var present = new HashSet<String>();
    for (int from = 0; from < keys.size(); from += ImagePks.CHUNK) {
      var chunk = keys.subList(from, Math.min(from + ImagePks.CHUNK, keys.size()));
      for (var row : query(chunk, MilvusCollection.IMAGE_PK)) {
        present.add((String) row.getEntity().get(MilvusCollection.IMAGE_PK));
      }
    }
    return present;
  }

  /**
   * The stored vector of a picture; empty if there is none.
   *
   * @throws IOException if Milvus fails or is too slow
   */
  public Optional<float[]> vectorOf(String imagePk) throws IOException {
    if (!ImagePks.isOne(imagePk)) {
      return Optional.empty();
    }
    return query(List.of(imagePk), MilvusCollection.VECTOR).stream()
        .findFirst()
        .map(row -> floats(row.getEntity().get(MilvusCollection.VECTOR)));
  }

  private List<QueryResult> query(List<String> imagePks, String field) throws IOException {
    var request =
        QueryReq.builder()
            .collectionName(collection)
            .filter(ImagePks.filter(imagePks))
            .outputFields(List.of(field))
            .consistencyLevel(ConsistencyLevel.BOUNDED)
            .build();
    return call(() -> client.query(request)).getQueryResults();
  }

  static float[] floats(@Nullable Object value) {
    if (!(value instanceof List<?> values)) {
      throw new IllegalStateException("Milvus gave a row without its vector");
    }
    var vector = new float[values.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (Float) values.get(i);
    }
    return vector;
  }

  private <T> T call(Supplier<T> request) throws IOException {
    long end = System.nanoTime() + WHILE_RENAMED.toNanos();
    while (true) {
      try {
        return request.get();
      } catch (RuntimeException e) {
        if (!MilvusErrors.isMissing(e) || System.nanoTime() - end > 0) {
          throw new IOException(
              "Cannot read collection %s of %s: %s".formatted(collection, name, e.getMessage()), e);
        }
        pause();
      }
    }
  }

  private void pause() throws IOException {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for collection " + collection, e);
    }
  }

  @Override
  public void close() {
    MilvusClients.close(client);
  }
}
