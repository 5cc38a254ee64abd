package io.imgsrch.local.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.event.InputEvents;
import io.imgsrch.config.event.Origin;
import io.imgsrch.config.event.PictureRef;
import io.imgsrch.config.event.Position;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.local.catalogue.Catalogue;
import io.imgsrch.local.catalogue.PictureSource;
import io.imgsrch.local.client.FakeServer.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueLoaderTest {
  private static final Origin ORIGIN = new Origin("catalog.products", 0, 0, 0, "");

  @TempDir Path folder;

  private final MockProducer<String, byte[]> kafka =
      new MockProducer<>(
          true, new RoundRobinPartitioner(), new StringSerializer(), new ByteArraySerializer());

  @Test
  void everyProductBecomesAValidEventWithItsKeyAndItsTrace() throws Exception {
    var traces = new HashSet<String>();
    var seen = new AtomicInteger();
    try (var loader = loader(new InlinePictures())) {
      var report =
          loader.load(
              Products.remote(100),
              new LoadListener() {
                @Override
                public void acknowledged(int products, int all) {
                  assertThat(all).isEqualTo(100);
                  seen.accumulateAndGet(products, Math::max);
                }

                @Override
                public void searchable(int products, int all) {}
              });
      assertThat(report.products()).isEqualTo(100);
      assertThat(report.pictures()).isEqualTo(100);
      assertThat(report.positions()).containsExactly(new Position(Topic.PRODUCTS, 0, 99));
    }
    assertThat(seen).hasValue(100);
    assertThat(kafka.history()).hasSize(100);
    for (var record : kafka.history()) {
      var event = InputEvents.product(record.value(), ORIGIN);
      assertThat(record.topic()).isEqualTo("catalog.products");
      assertThat(record.key()).isEqualTo(event.key());
      assertThat(event.revision().version()).isEqualTo(5);
      var trace = new String(record.headers().lastHeader("traceparent").value(), UTF_8);
      assertThat(Traceparent.isValid(trace)).isTrue();
      assertThat(traces.add(trace)).isTrue();
    }
    assertThat(kafka.closed()).isTrue();
  }

  @Test
  void localPicturesGoThroughThePictureHostBounded() throws Exception {
    try (var host = new FakeServer(request -> new Answer(204, ""))) {
      var products = IntStream.range(0, 60).mapToObj(i -> Products.product("P" + i, file(i)));
      try (var loader = loader(new PictureHostClient(host.address()))) {
        loader.load(new Catalogue(products.toList()), LoadListener.silent());
      }
      assertThat(host.requests()).hasSize(60);
      assertThat(host.mostInFlight()).isLessThanOrEqualTo(8);
      var event = InputEvents.product(kafka.history().get(0).value(), ORIGIN);
      assertThat(event.pictures().get(0).url()).startsWith(host.address() + "/pictures/");
    }
  }

  @Test
  void picturesKeepTheirOrder() throws Exception {
    var product = Products.product("P", new PictureSource.Remote("http://h/x"), file(1));
    try (var loader = loader(new InlinePictures())) {
      loader.load(new Catalogue(List.of(product)), LoadListener.silent());
    }
    var event = InputEvents.product(kafka.history().get(0).value(), ORIGIN);
    assertThat(event.pictures())
        .containsExactly(new PictureRef(0, "http://h/x"), new PictureRef(1, null));
    assertThat(InputEvents.inlinePicture(event, 1)).isNotEmpty();
  }

  @Test
  void aPictureThatCannotBeDeliveredEndsTheLoad() {
    PictureDelivery broken =
        file -> {
          throw new ClientException("no space for " + file.getFileName());
        };
    var catalogue = new Catalogue(List.of(Products.product("P", file(1))));
    try (var loader = loader(broken)) {
      assertThatThrownBy(() -> loader.load(catalogue, LoadListener.silent()))
          .isInstanceOf(ClientException.class)
          .hasMessage("no space for 1.jpg");
    }
  }

  @Test
  void whatKafkaDoesNotAcknowledgeFailsTheLoad() throws Exception {
    var failing =
        new MockProducer<>(
            true, new RoundRobinPartitioner(), new StringSerializer(), new ByteArraySerializer()) {
          @Override
          public synchronized Future<RecordMetadata> send(
              ProducerRecord<String, byte[]> record, Callback callback) {
            if (!record.key().equals("7/P3")) {
              return super.send(record, callback);
            }
            var tooLarge = new RecordTooLargeException("9 MB");
            callback.onCompletion(null, tooLarge);
            return CompletableFuture.failedFuture(tooLarge);
          }
        };
    try (var loader = new CatalogueLoader(failing, new InlinePictures(), "nowhere")) {
      assertThatThrownBy(() -> loader.load(Products.remote(4), LoadListener.silent()))
          .isInstanceOf(ClientException.class)
          .hasMessageContaining("of 4 products, then failed")
          .hasMessageContaining("inline pictures are too large together: 9 MB");
    }
  }

  @Test
  void aMissingTopicAndAnAbsentBrokerAreToldApart() {
    kafka.partitionsForException =
        new TimeoutException("no metadata", new UnknownTopicOrPartitionException());
    try (var loader = loader(new InlinePictures())) {
      assertThatThrownBy(() -> loader.load(Products.remote(1), LoadListener.silent()))
          .hasMessage("Kafka at nowhere has no topic catalog.products");
      kafka.partitionsForException = new TimeoutException("no metadata");
      assertThatThrownBy(() -> loader.load(Products.remote(1), LoadListener.silent()))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("cannot reach Kafka at nowhere");
    }
  }

  @Test
  void anAbsentBrokerIsToldWithinTenSeconds() throws Exception {
    var address = "127.0.0.1:" + closedPort();
    long start = System.nanoTime();
    try (var loader = CatalogueLoader.to(address, new InlinePictures())) {
      assertThatThrownBy(() -> loader.load(Products.remote(1), LoadListener.silent()))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("cannot reach Kafka at " + address);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void anAddressThatIsNoneIsToldAtOnce() {
    for (var address : List.of("no-such-host.invalid:9092", "127.0.0.1", "127.0.0.1:x")) {
      assertThatThrownBy(() -> CatalogueLoader.to(address, new InlinePictures()).close())
          .as(address)
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining(address);
    }
  }

  private CatalogueLoader loader(PictureDelivery pictures) {
    return new CatalogueLoader(kafka, pictures, "nowhere");
  }

  private PictureSource file(int i) {
    try {
      return new PictureSource.Local(
          Files.write(folder.resolve(i + ".jpg"), new byte[] {(byte) i, 1}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
