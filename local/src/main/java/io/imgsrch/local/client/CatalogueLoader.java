package io.imgsrch.local.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.imgsrch.config.event.Position;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.local.catalogue.Catalogue;
import io.imgsrch.local.catalogue.CatalogueProduct;
import io.imgsrch.local.catalogue.EventPicture;
import io.imgsrch.local.catalogue.PictureSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Produces a catalogue to {@code catalog.products}, each event acknowledged by all replicas. */
public final class CatalogueLoader implements AutoCloseable {
  private static final int THREADS = 8;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final int CONNECT_MILLIS = 8_000;

  private final Producer<String, byte[]> producer;
  private final PictureDelivery pictures;
  private final String address;

  /** For a producer of one's own; closing the loader closes it. */
  CatalogueLoader(Producer<String, byte[]> producer, PictureDelivery pictures, String address) {
    this.producer = producer;
    this.pictures = pictures;
    this.address = address;
  }

  /**
   * A loader for a cluster, which it does not contact yet.
   *
   * @param bootstrapServers host:port, comma-separated
   */
  public static CatalogueLoader to(String bootstrapServers, PictureDelivery pictures)
      throws ClientException {
    var settings = new HashMap<String, Object>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_MESSAGE_BYTES);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, CONNECT_MILLIS);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    try {
      var producer =
          new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
      return new CatalogueLoader(producer, pictures, bootstrapServers);
    } catch (KafkaException e) {
      if (e instanceof ConfigException || e.getCause() instanceof ConfigException) {
        throw new UnreachableException("Kafka", bootstrapServers, e);
      }
      throw e;
    }
  }

  /**
   * Delivers the pictures, sends every product and waits for all acknowledgements. Loading a
   * catalogue again does no harm: an equal version is accepted again.
   *
   * @throws ClientException if anything was not acknowledged
   */
  public LoadReport load(Catalogue catalogue, LoadListener listener)
      throws ClientException, InterruptedException {
    long start = System.nanoTime();
    checkTopic();
    var products = catalogue.products();
    var acknowledged = new AtomicInteger();
    var newest = new ConcurrentSkipListMap<Integer, Long>();
    var failure = new AtomicReference<Exception>();
    Parallel.forEach(
        products,
        THREADS,
        product -> {
          var record = record(product);
          throwIfAny(failure.get(), acknowledged.get(), products.size());
          var unused =
              producer.send(
                  record,
                  (metadata, exception) -> {
                    if (exception == null) {
                      newest.merge(metadata.partition(), metadata.offset(), Math::max);
                      listener.acknowledged(acknowledged.incrementAndGet(), products.size());
                    } else {
                      failure.compareAndSet(null, exception);
                    }
                  });
        });
    producer.flush();
    throwIfAny(failure.get(), acknowledged.get(), products.size());
    var took = Duration.ofNanos(System.nanoTime() - start);
    return new LoadReport(acknowledged.get(), catalogue.pictures(), positions(newest), took);
  }

  private static List<Position> positions(Map<Integer, Long> newest) {
    return newest.entrySet().stream()
        .map(each -> new Position(Topic.PRODUCTS, each.getKey(), each.getValue()))
        .toList();
  }

  /** Asked first, so that no picture is delivered in vain. */
  private void checkTopic() throws ClientException {
    var topic = Topic.PRODUCTS.topicName();
    try {
      producer.partitionsFor(topic);
    } catch (KafkaException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new ClientException("Kafka at " + address + " has no topic " + topic, e);
      }
      throw new UnreachableException("Kafka", address, e);
    }
  }

  private ProducerRecord<String, byte[]> record(CatalogueProduct product)
      throws ClientException, InterruptedException {
    var images = new ArrayList<EventPicture>();
    for (var picture : product.pictures()) {
      if (picture instanceof PictureSource.Local local) {
        images.add(pictures.deliver(local.file()));
      } else if (picture instanceof PictureSource.Remote remote) {
        images.add(EventPicture.at(remote.url()));
      }
    }
    var record =
        new ProducerRecord<>(Topic.PRODUCTS.topicName(), product.key(), product.event(images));
    record.headers().add(Traceparent.HEADER, Traceparent.create().getBytes(UTF_8));
    return record;
  }

  private static void throwIfAny(@Nullable Exception failure, int acknowledged, int all)
      throws ClientException {
    if (failure == null) {
      return;
    }
    var why =
        failure instanceof RecordTooLargeException
            ? "a product's inline pictures are too large together: " + failure.getMessage()
            : String.valueOf(failure.getMessage());
    throw new ClientException(
        "Kafka acknowledged %d of %d products, then failed: %s".formatted(acknowledged, all, why),
        failure);
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
