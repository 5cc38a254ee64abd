package io.imgsrch.sinks.milvus;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.sinks.batch.BatchStore;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.service.vector.request.DeleteReq;
import io.milvus.v2.service.vector.request.UpsertReq;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * Upserts and deletes by key, never inserts. Milvus 2.3 keeps both rows of a key that stands twice
 * in one request: a batch must hold each key once.
 */
final class MilvusStore implements BatchStore<VectorChange> {
  private final MilvusClientV2 client;
  private final String collection;
  private final int dimension;

  private MilvusStore(MilvusClientV2 client, String collection, int dimension) {
    this.client = client;
    this.collection = collection;
    this.dimension = dimension;
  }

  /** Opens what the configured name stands for, and makes it ready before. */
  static MilvusStore open(Settings settings, Secrets secrets, int dimension) throws IOException {
    prepare(settings, secrets, dimension);
    return open(settings.get(MilvusOptions.COLLECTION), settings, secrets, dimension);
  }

  /** Opens a collection that is there. */
  static MilvusStore open(String collection, Settings settings, Secrets secrets, int dimension)
      throws IOException {
    return new MilvusStore(
        MilvusClients.connect(settings, secrets, settings.get(MilvusOptions.REQUEST_TIMEOUT)),
        collection,
        dimension);
  }

  /** Makes the collection ready, over a connection of its own with a longer deadline. */
  static void prepare(Settings settings, Secrets secrets, int dimension) throws IOException {
    var setup = MilvusClients.connect(settings, secrets, settings.get(MilvusOptions.SETUP_TIMEOUT));
    try {
      new ServedCollection(settings, dimension).ensure(setup);
    } finally {
      MilvusClients.close(setup);
    }
  }

  @Override
  public void write(List<VectorChange> batch) {
    Failpoint.MILVUS_WRITE.reach();
    writeRows(batch);
    Failpoint.MILVUS_WRITTEN.reach();
  }

  private void writeRows(List<VectorChange> batch) {
    var upserts = batch.stream().map(VectorChange::vector).filter(Objects::nonNull).toList();
    if (!upserts.isEmpty()) {
      client.upsert(
          UpsertReq.builder()
              .collectionName(collection)
              .data(upserts.stream().map(this::row).toList())
              .build());
    }
    var deletes =
        batch.stream()
            .filter(change -> change.vector() == null)
            .map(VectorChange::imagePk)
            .toList();
    for (int from = 0; from < deletes.size(); from += ImagePks.CHUNK) {
      var chunk = deletes.subList(from, Math.min(from + ImagePks.CHUNK, deletes.size()));
      client.delete(
          DeleteReq.builder().collectionName(collection).filter(ImagePks.filter(chunk)).build());
    }
  }

  private JsonObject row(ImageVector image) {
    if (image.vector().length != dimension) {
      throw new IllegalArgumentException(
          "The vector of %s by %s has %d dimensions, collection %s has %d"
              .formatted(
                  image.imagePk(), image.modelId(), image.vector().length, collection, dimension));
    }
    var vector = new JsonArray(dimension);
    for (var value : image.vector()) {
      vector.add(value);
    }
    var row = new JsonObject();
    row.addProperty(MilvusCollection.IMAGE_PK, image.imagePk());
    row.addProperty(MilvusCollection.MODEL_ID, image.modelId());
    row.add(MilvusCollection.VECTOR, vector);
    return row;
  }

  @Override
  public boolean isTransient(Throwable failure) {
    return MilvusErrors.isTransient(failure);
  }

  @Override
  public void close() {
    MilvusClients.close(client);
  }
}
