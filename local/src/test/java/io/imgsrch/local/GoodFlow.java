package io.imgsrch.local;

import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.ProductKey;
import io.imgsrch.config.event.Topic;
import io.imgsrch.local.catalogue.CatalogueProduct;
import io.imgsrch.local.catalogue.EventPicture;
import io.imgsrch.operators.picture.BadFiles;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Good products, each of a picture never seen before, as fast as the platform takes them: so many
 * are on the way, and the next one follows when one is embedded. For one thread.
 */
final class GoodFlow implements AutoCloseable {
  private static final long MERCHANT = 800;
  private static final int ON_THE_WAY = 32;
  private static final int PICTURES = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Shop shop;
  private final List<byte[]> pictures = new ArrayList<>();
  private final KafkaConsumer<byte[], byte[]> images;
  private final Set<String> awaited = new HashSet<>();
  private int sent;

  GoodFlow(Shop shop) throws Exception {
    this.shop = shop;
    for (int number = 10; number < 10 + PICTURES; number++) {
      pictures.add(Files.readAllBytes(Shop.picture(number)));
    }
    images =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", "127.0.0.1:" + shop.ports.kafka()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    var partitions =
        images.partitionsFor(Topic.IMAGES.topicName()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    images.assign(partitions);
    images.seekToEnd(partitions);
    partitions.forEach(images::position);
  }

  /** Flows until told to stop, and dries up; returns the pictures embedded per second till then. */
  double run(BooleanSupplier over) throws Exception {
    long start = System.nanoTime();
    int embedded = 0;
    while (!over.getAsBoolean()) {
      while (awaited.size() < ON_THE_WAY) {
        send();
      }
      embedded += receive();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!awaited.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(awaited.size() + " good pictures were not embedded");
      }
      receive();
    }
    return embedded / seconds;
  }

  private void send() throws Exception {
    var picture = BadFiles.numbered(pictures.get(sent % PICTURES), sent);
    var product = "good-" + sent++;
    awaited.add(Digest.sha256(picture));
    var event =
        new CatalogueProduct(MERCHANT, product, 1, "A thing", "Things", 100, "EUR", true, List.of())
            .event(List.of(EventPicture.inline(picture)));
    shop.sendLater(Topic.PRODUCTS, ProductKey.of(MERCHANT, product), event);
  }

  private int receive() throws Exception {
    int received = 0;
    for (var record : images.poll(Duration.ofMillis(20))) {
      if (awaited.remove(EventJson.read(record.value(), ImageVector.class).imagePk())) {
        received++;
      }
    }
    return received;
  }

  @Override
  public void close() {
    images.close();
  }
}
