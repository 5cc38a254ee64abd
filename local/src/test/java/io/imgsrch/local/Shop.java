package io.imgsrch.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Position;
import io.imgsrch.config.event.ProductKey;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.local.catalogue.CatalogueProduct;
import io.imgsrch.local.catalogue.EventPicture;
import io.imgsrch.local.client.PictureHostClient;
import io.imgsrch.local.client.SearchAnswer;
import io.imgsrch.local.client.SearchAnswer.Hit;
import io.imgsrch.local.client.SearchClient;
import io.imgsrch.local.client.SearchRequest;
import io.imgsrch.local.client.UnavailableException;
import io.imgsrch.local.server.Cache;
import io.imgsrch.local.server.DataDirectory;
import io.imgsrch.local.server.Logs;
import io.imgsrch.local.server.Ports;
import io.imgsrch.local.server.Servers;
import io.imgsrch.local.server.TestPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** A running platform, and what a shop's systems do with it. */
final class Shop implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final Path LOGS =
      Path.of("target", "platform-logs", System.getProperty("imgsrch.ports_part", "0"));
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Path PICTURES = Path.of("sample", "images");

  final Ports ports;
  private final DataDirectory data;
  private final Platform platform;
  private final KafkaProducer<String, byte[]> producer;
  private final PictureHostClient pictures;
  private final SearchClient searches;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Shop(Ports ports, DataDirectory data, Platform platform) {
    this.ports = ports;
    this.data = data;
    this.platform = platform;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + ports.kafka(),
                "acks",
                "all",
                "max.request.size",
                Topic.MAX_MESSAGE_BYTES),
            new StringSerializer(),
            new ByteArraySerializer());
    this.pictures = new PictureHostClient(local(ports.pictures()));
    this.searches = new SearchClient(local(ports.api()));
  }

  /** Starts a platform over a directory, new or kept. */
  static Shop open(Path directory) throws Exception {
    return open(directory, Settings.of(List.of()));
  }

  static Shop open(Path directory, Settings settings) throws Exception {
    var plan =
        new Servers.Plan(
            Cache.ofUser(),
            DataDirectory.kept(directory),
            TestPorts.draw(),
            Optional.empty(),
            Platform.SLOTS,
            Duration.ofSeconds(5),
            progress -> {});
    return open(plan, settings, jobs -> jobs);
  }

  /** Starts a platform whose jobs reach the servers by detours. */
  static Shop open(Servers.Plan plan, Settings settings, UnaryOperator<Settings> detours)
      throws Exception {
    Logs.into(LOGS);
    return new Shop(plan.ports(), plan.data(), Platform.start(plan, settings, detours));
  }

  /** A picture of the sample catalogue, from 1 on; there are some hundred. */
  static Path picture(int number) {
    return PICTURES.resolve("P%04d.jpg".formatted(number));
  }

  /** Lists a product as on sale; returns the trace id that its event carries. */
  String list(long merchant, String product, long version, Path... files) throws Exception {
    return list(merchant, product, version, "Things", files);
  }

  String list(long merchant, String product, long version, String category, Path... files)
      throws Exception {
    var images = new ArrayList<EventPicture>();
    for (var file : files) {
      images.add(pictures.deliver(file));
    }
    return list(merchant, product, version, category, images);
  }

  /** Lists a product with pictures that are somewhere. */
  String list(
      long merchant, String product, long version, String category, List<EventPicture> images)
      throws Exception {
    var event =
        new CatalogueProduct(
                merchant, product, version, "A thing", category, 100, "EUR", true, List.of())
            .event(images);
    return send(Topic.PRODUCTS, ProductKey.of(merchant, product), event);
  }

  /** The address of a picture on the platform's picture host. */
  String address(Path file) throws Exception {
    return Objects.requireNonNull(pictures.deliver(file).url());
  }

  void delete(long merchant, String product, long version) throws Exception {
    var event =
        Map.of("op", "DELETE", "merchant_id", merchant, "product_id", product, "version", version);
    send(Topic.PRODUCTS, ProductKey.of(merchant, product), JSON.writeValueAsBytes(event));
  }

  String setAvailable(long merchant, String product, long version, boolean available)
      throws Exception {
    var event =
        Map.of(
            "merchant_id",
            merchant,
            "product_id",
            product,
            "version",
            version,
            "available",
            available);
    return send(
        Topic.AVAILABILITY, ProductKey.of(merchant, product), JSON.writeValueAsBytes(event));
  }

  /** An availability event that also says what the product costs. */
  static byte[] priced(long merchant, String product, long version, boolean available, long price)
      throws Exception {
    return JSON.writeValueAsBytes(
        Map.of(
            "merchant_id",
            merchant,
            "product_id",
            product,
            "version",
            version,
            "available",
            available,
            "price_minor",
            price));
  }

  /** Sends an event and waits for the acknowledgement; returns the trace id. */
  String send(Topic topic, String key, byte[] value) throws Exception {
    var traceparent = Traceparent.create();
    sendLater(topic, key, value, traceparent).get(30, TimeUnit.SECONDS);
    return Traceparent.traceId(traceparent);
  }

  /** Sends an event and waits for the acknowledgement; returns where it is. */
  Position position(Topic topic, long merchant, String product, byte[] value) throws Exception {
    var key = ProductKey.of(merchant, product);
    var sent = sendLater(topic, key, value, Traceparent.create()).get(30, TimeUnit.SECONDS);
    return new Position(topic, sent.partition(), sent.offset());
  }

  /** Sends an event and does not wait for the acknowledgement. */
  void sendLater(Topic topic, String key, byte[] value) {
    var unused = sendLater(topic, key, value, Traceparent.create());
  }

  /** Sends an event of a producer that knows no traces, and waits for the acknowledgement. */
  void sendUntraced(Topic topic, String key, byte[] value) throws Exception {
    producer.send(new ProducerRecord<>(topic.topicName(), key, value)).get(30, TimeUnit.SECONDS);
  }

  private Future<RecordMetadata> sendLater(
      Topic topic, String key, byte[] value, String traceparent) {
    var record = new ProducerRecord<>(topic.topicName(), key, value);
    record.headers().add(Traceparent.HEADER, traceparent.getBytes(UTF_8));
    return producer.send(record);
  }

  /** The merchant's hits for a photo. */
  List<Hit> search(Path photo, long merchant) throws Exception {
    return search(photo, null, merchant);
  }

  /** Hits for a photo among some merchants' offers of a category, null for all. */
  List<Hit> search(Path photo, @Nullable String category, long... merchants) throws Exception {
    return answer(photo, category, merchants).hits();
  }

  /** The answer to a photo among some merchants' offers of a category, null for all. */
  SearchAnswer answer(Path photo, @Nullable String category, long... merchants) throws Exception {
    var ids = Arrays.stream(merchants).boxed().toList();
    return searches.search(new SearchRequest(Files.readAllBytes(photo), ids, category, 10));
  }

  /** The score of a product among the merchant's hits for a photo; empty if it is not there. */
  Optional<Double> score(Path photo, long merchant, String product) throws Exception {
    return search(photo, merchant).stream()
        .filter(hit -> hit.productId().equals(product))
        .map(Hit::score)
        .findFirst();
  }

  /**
   * How many of the merchant's products show a picture; of an unknown picture none do. Negative
   * where the platform says that it cannot tell just now.
   */
  int hitsOf(String imagePk, long merchant) throws Exception {
    var answer = searchFor(imagePk, merchant);
    if (answer.statusCode() == 404) {
      return 0;
    }
    if (answer.statusCode() == 503) {
      return -1;
    }
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(new String(answer.body(), UTF_8));
    }
    return JSON.readTree(answer.body()).path("hits").size();
  }

  /**
   * What a search for a picture that Milvus may know is answered with, while anything is on sale:
   * 404 if it does not.
   */
  int statusOf(String imagePk) throws Exception {
    return searchFor(Map.of("image_pk", imagePk)).statusCode();
  }

  private HttpResponse<byte[]> searchFor(String imagePk, long merchant) throws Exception {
    return searchFor(
        Map.of("image_pk", imagePk, "merchant_ids", List.of(merchant), "min_score", 0.99));
  }

  /** The answer to a search with these fields, whatever its status. */
  HttpResponse<byte[]> searchFor(Map<String, ?> fields) throws Exception {
    return search("application/json", JSON.writeValueAsBytes(fields));
  }

  /** Asks again and again until it is so. An answer that says "not now" is no answer yet. */
  static void eventually(Callable<Boolean> condition) {
    eventually(PATIENCE, condition);
  }

  static void eventually(Duration patience, Callable<Boolean> condition) {
    await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptionsInstanceOf(UnavailableException.class)
        .until(condition);
  }

  /** The answer to a search, whatever its status. */
  HttpResponse<byte[]> search(String contentType, byte[] body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(local(ports.api()).resolve("/v1/search"))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return http.send(request, BodyHandlers.ofByteArray());
  }

  JsonNode product(long merchant, String product) throws Exception {
    return JSON.readTree(get(ports.api(), "/v1/products/" + ProductKey.of(merchant, product)));
  }

  String get(int port, String path) throws Exception {
    var request =
        HttpRequest.newBuilder(local(port).resolve(path)).timeout(Duration.ofSeconds(30)).build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  /** The next event of the live figures. */
  JsonNode liveFigures() throws Exception {
    var request =
        HttpRequest.newBuilder(local(ports.api()).resolve("/v1/events"))
            .timeout(Duration.ofSeconds(30))
            .build();
    try (var lines = http.send(request, BodyHandlers.ofLines()).body()) {
      var event = lines.filter(line -> line.startsWith("data: ")).findFirst().orElseThrow();
      return JSON.readTree(event.substring("data: ".length()));
    }
  }

  Platform platform() {
    return platform;
  }

  static URI local(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() throws Exception {
    producer.close(Duration.ofSeconds(10));
    platform.close();
    data.close();
  }
}
