package io.imgsrch.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.ReliabilityOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.sinks.milvus.CollectionMismatchException;
import io.imgsrch.sinks.milvus.FoundImage;
import io.imgsrch.sinks.milvus.MilvusSearcher;
import io.imgsrch.sinks.milvus.MilvusSink;
import io.imgsrch.sinks.milvus.VectorChange;
import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.common.IndexParam;
import io.milvus.v2.common.IndexParam.IndexType;
import io.milvus.v2.common.IndexParam.MetricType;
import io.milvus.v2.service.collection.request.CreateCollectionReq;
import io.milvus.v2.service.collection.request.DropCollectionReq;
import io.milvus.v2.service.collection.request.ReleaseCollectionReq;
import io.milvus.v2.service.index.request.CreateIndexReq;
import io.milvus.v2.service.index.request.DropIndexReq;
import io.milvus.v2.service.utility.request.DropAliasReq;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sink and the searches against a real Milvus. */
@Tag("paired")
@Timeout(180)
class MilvusSinkIT {
  private static final int DIMENSION = 4;
  private static final Secrets NO_SECRETS = Secrets.from(Map.of());
  private static final String A = Digest.sha256(new byte[] {1});
  private static final String B = Digest.sha256(new byte[] {2});
  private static final String C = Digest.sha256(new byte[] {3});

  @TempDir private static Path root;
  private static Guardian guardian;
  private static MilvusServer server;

  private Settings settings;
  private MilvusClientV2 client;

  @BeforeAll
  static void startMilvus() throws Exception {
    int port = FreePorts.draw(1).get(0);
    guardian = Guardian.start(root);
    server =
        MilvusServer.start(
            Cache.ofUser(),
            root.resolve("milvus"),
            port,
            root.resolve("milvus.log"),
            guardian,
            progress -> {});
  }

  @AfterAll
  static void stopMilvus() throws Exception {
    server.close();
    guardian.close();
  }

  @BeforeEach
  void freshCollection() {
    settings =
        Settings.of(List.of())
            .with(MilvusOptions.ADDRESS, server.address(), "test")
            .with(
                MilvusOptions.COLLECTION,
                "c_" + UUID.randomUUID().toString().replace('-', '_'),
                "test");
    client =
        new MilvusClientV2(
            ConnectConfig.builder()
                .uri(settings.get(MilvusOptions.ADDRESS))
                .rpcDeadlineMs(60_000)
                .build());
  }

  @AfterEach
  void dropCollection() {
    var collections = client.listCollections().getCollectionNames();
    if (!collections.contains(collection())) {
      client.dropAlias(DropAliasReq.builder().alias(collection()).build());
    }
    for (var each : collections) {
      client.dropCollection(DropCollectionReq.builder().collectionName(each).build());
    }
    client.close();
  }

  @Test
  void aCheckpointMakesTheLastWriteOfEachPictureSearchable() throws Exception {
    checkpoint(
        VectorChange.upsert(vector(A, 0, 1, 0, 0)),
        VectorChange.upsert(vector(B, 0.6f, 0.8f, 0, 0)),
        VectorChange.upsert(vector(C, 0, 0, 1, 0)),
        VectorChange.delete(C),
        VectorChange.upsert(vector(A, 1, 0, 0, 0)));

    try (var searcher = MilvusSearcher.open(settings, NO_SECRETS, DIMENSION)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> searcher.present(List.of(A, B, C, "no key")).equals(Set.of(A, B)));
      var found = searcher.search(new float[] {1, 0, 0, 0}, 10);
      assertThat(found).extracting(FoundImage::imagePk).containsExactly(A, B);
      assertThat(found.get(0).score()).isEqualTo(1f);
      assertThat(found.get(1).score()).isEqualTo(0.6f);
      assertThat(searcher.search(new float[] {1, 0, 0, 0}, 1)).hasSize(1);
      assertThat(searcher.vectorOf(B))
          .hasValueSatisfying(vector -> assertThat(vector).containsExactly(0.6f, 0.8f, 0, 0));
      assertThat(searcher.vectorOf(C)).isEmpty();
    }
  }

  @Test
  void whatIsWrittenAgainStandsOnceAndWhatIsDeletedGoes() throws Exception {
    for (int replay = 0; replay < 3; replay++) {
      checkpoint(
          VectorChange.upsert(vector(A, 1, 0, 0, 0)), VectorChange.upsert(vector(B, 0, 1, 0, 0)));
    }
    try (var searcher = MilvusSearcher.open(settings, NO_SECRETS, DIMENSION)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> searcher.search(new float[] {1, 0, 0, 0}, 10).size() == 2);
      checkpoint(VectorChange.delete(A), VectorChange.delete(A), VectorChange.delete(C));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> searcher.present(List.of(A, B)).equals(Set.of(B)));
    }
  }

  @Test
  void moreRowsThanOneBatchAndMoreKeysThanOneQuery() throws Exception {
    var changes = new ArrayList<VectorChange>();
    var keys = new ArrayList<String>();
    for (int i = 0; i < 2_500; i++) {
      var key = Digest.sha256(("picture " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      keys.add(key);
      changes.add(VectorChange.upsert(vector(key, i, 1, 2, 3)));
    }
    checkpoint(changes.toArray(VectorChange[]::new));

    try (var searcher = MilvusSearcher.open(settings, NO_SECRETS, DIMENSION)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(searcher.present(keys)).hasSize(2_500));
      assertThat(searcher.search(new float[] {1, 0, 0, 0}, 2_000)).hasSize(2_000);
    }
  }

  @Test
  void tasksThatCreateTheCollectionAtOnceAllSucceed() throws Exception {
    var tasks = new ArrayList<Callable<MilvusSearcher>>();
    for (int i = 0; i < 4; i++) {
      tasks.add(() -> MilvusSearcher.open(settings, NO_SECRETS, DIMENSION));
    }
    var threads = Executors.newFixedThreadPool(tasks.size());
    try {
      for (var opened : threads.invokeAll(tasks)) {
        try (var searcher = opened.get()) {
          assertThat(searcher.search(new float[] {1, 0, 0, 0}, 5)).isEmpty();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anotherDimensionIsNamed() throws Exception {
    MilvusSearcher.open(settings, NO_SECRETS, DIMENSION).close();

    assertThatThrownBy(() -> MilvusSearcher.open(settings, NO_SECRETS, 8))
        .isInstanceOf(CollectionMismatchException.class)
        .hasMessageContaining(collection())
        .hasMessageContaining("dimension: expected 8, found 4")
        .hasMessageContaining("milvus.collection");
  }

  @Test
  void anotherKeyIsNamed() {
    client.createCollection(
        CreateCollectionReq.builder().collectionName(collection()).dimension(DIMENSION).build());

    assertThatThrownBy(() -> MilvusSearcher.open(settings, NO_SECRETS, DIMENSION))
        .isInstanceOf(CollectionMismatchException.class)
        .hasMessageContaining("primary key: expected image_pk VarChar");
  }

  @Test
  void anotherMetricIsNamed() throws Exception {
    MilvusSearcher.open(settings, NO_SECRETS, DIMENSION).close();
    client.releaseCollection(
        ReleaseCollectionReq.builder().collectionName(collection() + "_1").build());
    client.dropIndex(
        DropIndexReq.builder()
            .collectionName(collection() + "_1")
            .fieldName("vector")
            .indexName("vector")
            .build());
    client.createIndex(
        CreateIndexReq.builder()
            .collectionName(collection() + "_1")
            .indexParams(
                List.of(
                    IndexParam.builder()
                        .fieldName("vector")
                        .indexType(IndexType.HNSW)
                        .metricType(MetricType.L2)
                        .extraParams(Map.of("M", 16, "efConstruction", 200))
                        .build()))
            .build());

    assertThatThrownBy(() -> MilvusSearcher.open(settings, NO_SECRETS, DIMENSION))
        .isInstanceOf(CollectionMismatchException.class)
        .hasMessageContaining("metric: expected IP, found L2");
  }

  @Test
  void anAddressWhereNothingAnswersIsNamedInTime() throws Exception {
    try (var deaf = new ServerSocket(0)) {
      var wrong =
          settings
              .with(MilvusOptions.ADDRESS, "http://127.0.0.1:" + deaf.getLocalPort(), "test")
              .with(MilvusOptions.CONNECT_TIMEOUT, "500", "test")
              .with(ReliabilityOptions.INIT_MAX_RETRIES, "1", "test")
              .with(ReliabilityOptions.INIT_BASE_DELAY, "0", "test");
      assertThatThrownBy(() -> MilvusSearcher.open(wrong, NO_SECRETS, DIMENSION))
          .isInstanceOf(java.io.IOException.class)
          .hasMessageContaining("127.0.0.1:" + deaf.getLocalPort())
          .hasMessageContaining("gave up after 2 attempts");
    }
  }

  private void checkpoint(VectorChange... changes) throws Exception {
    var sink = InstantiationUtil.clone(MilvusSink.of(settings, DIMENSION));
    var harness =
        new OneInputStreamOperatorTestHarness<VectorChange, CommittableMessage<Void>>(
            new SinkWriterOperatorFactory<>(sink));
    try {
      harness.open();
      for (var change : changes) {
        harness.processElement(change, 0);
      }
      harness.prepareSnapshotPreBarrier(1);
    } finally {
      harness.close();
    }
  }

  private String collection() {
    return settings.get(MilvusOptions.COLLECTION);
  }

  private static ImageVector vector(String imagePk, float... values) {
    return new ImageVector(
        imagePk, "model", values, 1, 1, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  }
}
