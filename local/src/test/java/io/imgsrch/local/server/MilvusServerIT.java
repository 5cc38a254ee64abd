package io.imgsrch.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.ReliabilityOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.sinks.milvus.MilvusSearcher;
import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.service.collection.request.CreateCollectionReq;
import io.milvus.v2.service.vector.request.UpsertReq;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("paired")
class MilvusServerIT {
  @Test
  void twoRunSideBySideAndOneKeepsItsRowsOverARestart(@TempDir Path root) throws Exception {
    List<Integer> ports = FreePorts.draw(2);
    try (Guardian guardian = Guardian.start(root);
        MilvusServer neighbour = start(root, "neighbour", ports.get(1), guardian)) {
      try (MilvusServer server = start(root, "kept", ports.get(0), guardian)) {
        MilvusClientV2 client = client(server);
        client.createCollection(
            CreateCollectionReq.builder().collectionName("kept").dimension(4).build());
        JsonObject row = (JsonObject) JsonParser.parseString("{id: 7, vector: [1, 0, 0, 0]}");
        client.upsert(UpsertReq.builder().collectionName("kept").data(List.of(row)).build());
        client.close();
      }
      assertThat(Ports.isFree(ports.get(0))).isTrue();
      try (MilvusServer server = start(root, "kept", ports.get(0), guardian)) {
        assertThat(collections(server)).containsExactly("kept");
      }
      assertThat(collections(neighbour)).isEmpty();
    }
  }

  @Test
  void aSearcherWaitsForAServerThatComesLate(@TempDir Path root) throws Exception {
    int port = FreePorts.draw(1).get(0);
    var settings =
        Settings.of(List.of())
            .with(MilvusOptions.ADDRESS, "http://127.0.0.1:" + port, "test")
            .with(MilvusOptions.CONNECT_TIMEOUT, "200", "test")
            .with(ReliabilityOptions.INIT_MAX_RETRIES, "100", "test")
            .with(ReliabilityOptions.INIT_MAX_DELAY, "1", "test");
    var opening =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return MilvusSearcher.open(settings, Secrets.from(Map.of()), 4);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try (Guardian guardian = Guardian.start(root);
        MilvusServer late = start(root, "late", port, guardian);
        MilvusSearcher searcher = opening.get(2, TimeUnit.MINUTES)) {
      assertThat(collections(late)).hasSize(1);
      assertThat(searcher.search(new float[] {1, 0, 0, 0}, 5)).isEmpty();
    }
  }

  private static MilvusServer start(Path root, String name, int port, Guardian guardian)
      throws Exception {
    return MilvusServer.start(
        Cache.ofUser(),
        root.resolve(name),
        port,
        root.resolve(name + ".log"),
        guardian,
        progress -> {});
  }

  private static MilvusClientV2 client(MilvusServer server) {
    return new MilvusClientV2(
        ConnectConfig.builder().uri(server.address()).rpcDeadlineMs(20_000).build());
  }

  private static List<String> collections(MilvusServer server) {
    MilvusClientV2 client = client(server);
    try {
      return client.listCollections().getCollectionNames();
    } finally {
      client.close();
    }
  }
}
