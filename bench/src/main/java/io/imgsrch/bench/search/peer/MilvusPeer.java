package io.imgsrch.bench.search.peer;

import com.google.gson.JsonObject;
import io.imgsrch.bench.search.data.Filter;
import io.imgsrch.bench.search.data.Item;
import io.imgsrch.bench.search.data.Items;
import io.imgsrch.bench.search.data.Question;
import io.imgsrch.bench.search.data.Shape;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.common.ConsistencyLevel;
import io.milvus.v2.common.DataType;
import io.milvus.v2.common.IndexParam;
import io.milvus.v2.common.IndexParam.IndexType;
import io.milvus.v2.common.IndexParam.MetricType;
import io.milvus.v2.service.collection.request.AddFieldReq;
import io.milvus.v2.service.collection.request.CreateCollectionReq;
import io.milvus.v2.service.vector.request.SearchReq;
import io.milvus.v2.service.vector.request.data.FloatVec;
import io.milvus.v2.service.vector.response.SearchResp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Milvus alone: a collection of its own, with merchants and category as scalar fields. */
public final class MilvusPeer implements Peer {
  private static final String COLLECTION = "bench_items";
  private static final String ID = "id";
  private static final String VECTOR = "vector";
  private static final String CATEGORY = "category";

  private final MilvusRows milvus;
  private final Map<String, Object> hnsw;

  /**
   * Connects.
   *
   * @param hnsw parameters of the index
   */
  public MilvusPeer(String address, Map<String, Object> hnsw) {
    this.milvus = new MilvusRows(address, COLLECTION);
    this.hnsw = Map.copyOf(hnsw);
  }

  @Override
  public String name() {
    return "Milvus";
  }

  @Override
  public String description() {
    return "the Milvus that we use too, by gRPC: HNSW %s, filter on scalar fields with an index, ef tuned"
        .formatted(hnsw);
  }

  @Override
  public boolean served() {
    return true;
  }

  @Override
  public void load(Items items) throws IOException, InterruptedException {
    create(items.dimension());
    for (int from = 0; from < items.size(); from += MilvusRows.BATCH) {
      write(items.range(from, Math.min(items.size(), from + MilvusRows.BATCH)));
    }
    milvus.settle(VECTOR, items.size());
  }

  private void create(int dimension) {
    var schema = MilvusClientV2.CreateSchema();
    schema.addField(
        AddFieldReq.builder().fieldName(ID).dataType(DataType.Int64).isPrimaryKey(true).build());
    var scalars = List.of(Shape.SPREAD.label(), Shape.CLUSTERED.label(), CATEGORY);
    for (var scalar : scalars) {
      schema.addField(AddFieldReq.builder().fieldName(scalar).dataType(DataType.Int16).build());
    }
    schema.addField(
        AddFieldReq.builder()
            .fieldName(VECTOR)
            .dataType(DataType.FloatVector)
            .dimension(dimension)
            .build());
    var indexes = new ArrayList<IndexParam>();
    indexes.add(
        IndexParam.builder()
            .fieldName(VECTOR)
            .indexName(VECTOR)
            .indexType(IndexType.HNSW)
            .metricType(MetricType.IP)
            .extraParams(hnsw)
            .build());
    for (var scalar : scalars) {
      indexes.add(
          IndexParam.builder()
              .fieldName(scalar)
              .indexName(scalar)
              .indexType(IndexType.STL_SORT)
              .build());
    }
    milvus
        .client()
        .createCollection(
            CreateCollectionReq.builder()
                .collectionName(COLLECTION)
                .collectionSchema(schema)
                .indexParams(indexes)
                .consistencyLevel(ConsistencyLevel.BOUNDED)
                .build());
  }

  @Override
  public List<List<Effort>> efforts() {
    return List.of(
        IntStream.of(20, 40, 80, 160, 320, 640, 1_600)
            .mapToObj(ef -> new Effort("ef", ef))
            .toList());
  }

  @Override
  public Searches open(List<Question> questions, Effort effort) {
    var requests = questions.stream().map(question -> request(question, effort.value())).toList();
    return question -> {
      try {
        return answer(milvus.client().search(requests.get(question)));
      } catch (RuntimeException e) {
        throw new IOException("Milvus gave no answer: " + e.getMessage(), e);
      }
    };
  }

  private static SearchReq request(Question question, int ef) {
    return SearchReq.builder()
        .collectionName(COLLECTION)
        .annsField(VECTOR)
        .metricType(MetricType.IP)
        .data(List.of(new FloatVec(question.vector())))
        .limit(Question.TOP)
        .filter(expression(question.filter()))
        .searchParams(Map.of("ef", ef))
        .consistencyLevel(ConsistencyLevel.BOUNDED)
        .build();
  }

  static String expression(Filter filter) {
    var conditions = new ArrayList<String>();
    if (!filter.merchants().isEmpty()) {
      conditions.add(
          filter.merchants().stream()
              .map(String::valueOf)
              .collect(Collectors.joining(",", filter.shape().label() + " in [", "]")));
    }
    if (filter.category() != null) {
      conditions.add(CATEGORY + " == " + filter.category());
    }
    return String.join(" && ", conditions);
  }

  private static Answer answer(SearchResp response) {
    return new Answer(
        response.getSearchResults().stream()
            .flatMap(List::stream)
            .mapToInt(hit -> ((Long) hit.getId()).intValue())
            .toArray(),
        true);
  }

  @Override
  public void write(List<Item> items) throws IOException {
    milvus.upsert(items.stream().map(MilvusPeer::row).toList());
  }

  private static JsonObject row(Item item) {
    var row = new JsonObject();
    row.addProperty(ID, item.number());
    row.addProperty(Shape.SPREAD.label(), item.spread());
    row.addProperty(Shape.CLUSTERED.label(), item.clustered());
    row.addProperty(CATEGORY, item.category());
    row.add(VECTOR, MilvusRows.array(item.vector()));
    return row;
  }

  @Override
  public void close() {
    milvus.close();
  }
}
