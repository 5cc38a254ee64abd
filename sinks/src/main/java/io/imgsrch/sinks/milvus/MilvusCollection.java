package io.imgsrch.sinks.milvus;

import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.Settings;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.common.ConsistencyLevel;
import io.milvus.v2.common.DataType;
import io.milvus.v2.common.IndexParam;
import io.milvus.v2.common.IndexParam.IndexType;
import io.milvus.v2.common.IndexParam.MetricType;
import io.milvus.v2.exception.MilvusClientException;
import io.milvus.v2.service.collection.request.AddFieldReq;
import io.milvus.v2.service.collection.request.CreateCollectionReq;
import io.milvus.v2.service.collection.request.DescribeCollectionReq;
import io.milvus.v2.service.collection.request.GetLoadStateReq;
import io.milvus.v2.service.collection.request.HasCollectionReq;
import io.milvus.v2.service.collection.request.LoadCollectionReq;
import io.milvus.v2.service.index.request.CreateIndexReq;
import io.milvus.v2.service.index.request.DescribeIndexReq;
import io.milvus.v2.service.index.request.ListIndexesReq;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A collection of vectors: created, indexed and loaded when it is not, checked when it is. */
final class MilvusCollection {
  static final String IMAGE_PK = "image_pk";
  static final String MODEL_ID = "model_id";
  static final String VECTOR = "vector";

  private static final MetricType METRIC = MetricType.IP;
  private static final int PK_LENGTH = 64;
  private static final int MODEL_LENGTH = 256;

  private final String name;
  private final String address;
  private final int dimension;
  private final Map<String, Object> hnsw;
  private final Duration setupTimeout;

  /**
   * @param name its own, or an alias of it
   */
  MilvusCollection(String name, Settings settings, int dimension) {
    this.name = name;
    this.address = settings.get(MilvusOptions.ADDRESS);
    this.dimension = dimension;
    this.hnsw =
        Map.of(
            "M", settings.get(MilvusOptions.HNSW_M),
            "efConstruction", settings.get(MilvusOptions.HNSW_EF_CONSTRUCTION));
    this.setupTimeout = settings.get(MilvusOptions.SETUP_TIMEOUT);
  }

  /**
   * Makes the collection ready. Tasks that come at the same time all succeed.
   *
   * @throws CollectionMismatchException if it has another dimension, metric or key
   */
  void ensure(MilvusClientV2 client) {
    if (!exists(client)) {
      unlessMeanwhile(() -> create(client), () -> exists(client));
    }
    checkFields(client);
    if (!isIndexed(client)) {
      unlessMeanwhile(() -> createIndex(client), () -> isIndexed(client));
    }
    checkIndex(client);
    load(client);
  }

  /** Runs a step that may fail because another task is doing the same. */
  static void unlessMeanwhile(Runnable step, BooleanSupplier done) {
    try {
      step.run();
    } catch (MilvusClientException e) {
      if (!done.getAsBoolean()) {
        throw e;
      }
    }
  }

  boolean exists(MilvusClientV2 client) {
    return client.hasCollection(HasCollectionReq.builder().collectionName(name).build());
  }

  private void create(MilvusClientV2 client) {
    var schema = MilvusClientV2.CreateSchema();
    schema.addField(text(IMAGE_PK, PK_LENGTH).isPrimaryKey(true).autoID(false).build());
    schema.addField(text(MODEL_ID, MODEL_LENGTH).build());
    schema.addField(
        AddFieldReq.builder()
            .fieldName(VECTOR)
            .dataType(DataType.FloatVector)
            .dimension(dimension)
            .build());
    client.createCollection(
        CreateCollectionReq.builder()
            .collectionName(name)
            .collectionSchema(schema)
            .consistencyLevel(ConsistencyLevel.BOUNDED)
            .build());
  }

  private static AddFieldReq.AddFieldReqBuilder<?> text(String field, int length) {
    return AddFieldReq.builder().fieldName(field).dataType(DataType.VarChar).maxLength(length);
  }

  private void checkFields(MilvusClientV2 client) {
    var found =
        client
            .describeCollection(DescribeCollectionReq.builder().collectionName(name).build())
            .getCollectionSchema();
    var key = found.getField(IMAGE_PK);
    check(
        "primary key",
        IMAGE_PK + " VarChar",
        key == null || !key.getIsPrimaryKey()
            ? "no " + IMAGE_PK
            : IMAGE_PK + " " + key.getDataType());
    var model = found.getField(MODEL_ID);
    check(MODEL_ID, DataType.VarChar, model == null ? null : model.getDataType());
    var vector = found.getField(VECTOR);
    check(VECTOR, DataType.FloatVector, vector == null ? null : vector.getDataType());
    check("dimension", dimension, vector == null ? null : vector.getDimension());
  }

  private boolean isIndexed(MilvusClientV2 client) {
    return !client
        .listIndexes(ListIndexesReq.builder().collectionName(name).fieldName(VECTOR).build())
        .isEmpty();
  }

  private void createIndex(MilvusClientV2 client) {
    var index =
        IndexParam.builder()
            .fieldName(VECTOR)
            .indexName(VECTOR)
            .indexType(IndexType.HNSW)
            .metricType(METRIC)
            .extraParams(hnsw)
            .build();
    client.createIndex(
        CreateIndexReq.builder()
            .collectionName(name)
            .indexParams(List.of(index))
            .sync(false)
            .build());
  }

  private void checkIndex(MilvusClientV2 client) {
    var index =
        client
            .describeIndex(
                DescribeIndexReq.builder().collectionName(name).fieldName(VECTOR).build())
            .getIndexDescByFieldName(VECTOR);
    check("index", IndexType.HNSW, index == null ? null : index.getIndexType());
    check("metric", METRIC, index == null ? null : index.getMetricType());
  }

  private void load(MilvusClientV2 client) {
    if (!client.getLoadState(GetLoadStateReq.builder().collectionName(name).build())) {
      client.loadCollection(
          LoadCollectionReq.builder()
              .collectionName(name)
              .timeout(setupTimeout.toMillis())
              .build());
    }
  }

  private void check(String what, Object expected, @Nullable Object found) {
    if (!expected.equals(found)) {
      throw new CollectionMismatchException(
          ("Collection %s of Milvus at %s has another %s: expected %s, found %s. Set %s to a new"
                  + " collection, or drop this one and start the job from the earliest offset")
              .formatted(name, address, what, expected, found, MilvusOptions.COLLECTION.key()));
    }
  }
}
