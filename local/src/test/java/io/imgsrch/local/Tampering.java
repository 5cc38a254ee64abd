package io.imgsrch.local;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.service.vector.request.DeleteReq;
import io.milvus.v2.service.vector.request.UpsertReq;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Changes the stores and the topics behind the jobs' backs. */
final class Tampering implements AutoCloseable {
  private final Settings settings;
  private final MilvusClientV2 milvus;

  Tampering(Settings settings) {
    this.settings = settings;
    this.milvus =
        new MilvusClientV2(
            ConnectConfig.builder().uri(settings.get(MilvusOptions.ADDRESS)).build());
  }

  /** Executes a statement in PostgreSQL; returns how many rows it changed. */
  int sql(String statement) throws Exception {
    try (var connection =
            DriverManager.getConnection(
                settings.get(PostgresOptions.URL), settings.get(PostgresOptions.USER), null);
        var change = connection.createStatement()) {
      return change.executeUpdate(statement);
    }
  }

  void deleteVector(String imagePk) {
    milvus.delete(
        DeleteReq.builder()
            .collectionName(settings.get(MilvusOptions.COLLECTION))
            .ids(List.of(imagePk))
            .build());
  }

  void putVector(String imagePk, float[] vector) {
    var components = new JsonArray();
    for (var component : vector) {
      components.add(component);
    }
    var row = new JsonObject();
    row.addProperty("image_pk", imagePk);
    row.addProperty("model_id", "nobody's");
    row.add("vector", components);
    milvus.upsert(
        UpsertReq.builder()
            .collectionName(settings.get(MilvusOptions.COLLECTION))
            .data(List.of(row))
            .build());
  }

  /** Writes a record; a tombstone if the value is null. */
  void write(Topic topic, String key, byte @Nullable [] value) throws Exception {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", settings.get(KafkaOptions.BOOTSTRAP_SERVERS));
    try (var producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic.topicName(), key, value)).get(30, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    milvus.close();
  }
}
