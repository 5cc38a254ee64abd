package io.imgsrch.operators.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.imgsrch.config.FetchOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.InputEvents;
import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.Events;
import io.imgsrch.operators.picture.ReferencePictures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PictureFetcherTest {
  private static final byte[] NO = "no".getBytes(UTF_8);

  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch dripping = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private byte[] picture;
  private HttpServer host;
  private String base;
  private PictureFetcher fetcher;

  @BeforeEach
  void start() throws IOException {
    picture = ReferencePictures.bytes("tiny.png");
    host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    host.setExecutor(threads);
    host.createContext("/ok", exchange -> answer(exchange, 200, picture));
    host.createContext("/gone", exchange -> answer(exchange, 404, NO));
    host.createContext("/text", exchange -> answer(exchange, 200, NO));
    host.createContext("/denied", exchange -> answer(exchange, 403, NO));
    host.createContext("/large", exchange -> answer(exchange, 200, new byte[5_000]));
    host.createContext("/broken", exchange -> answer(exchange, 503, NO));
    host.createContext(
        "/flaky", exchange -> answer(exchange, requests.get() < 1 ? 500 : 200, picture));
    host.createContext("/redirect", exchange -> redirect(exchange, "/ok"));
    host.createContext("/loop", exchange -> redirect(exchange, "/loop"));
    host.createContext(
        "/escape", exchange -> redirect(exchange, "http://169.254.169.254/latest/meta-data"));
    host.createContext("/drip", this::drip);
    host.start();
    int port = host.getAddress().getPort();
    base = "http://127.0.0.1:" + port;
    fetcher = new PictureFetcher(settings(10_000));
  }

  private Settings settings(int requestTimeoutMillis) {
    return Settings.of(List.of())
        .with(FetchOptions.ALLOWED_HOSTS, base.substring("http://".length()), "test")
        .with(FetchOptions.MAX_PICTURE_BYTES, "4096", "test")
        .with(FetchOptions.MAX_ATTEMPTS, "2", "test")
        .with(FetchOptions.RETRY_DELAY, "1", "test")
        .with(FetchOptions.REQUEST_TIMEOUT, Integer.toString(requestTimeoutMillis), "test");
  }

  @AfterEach
  void stop() {
    finished.countDown();
    fetcher.close();
    host.stop(0);
    threads.shutdownNow();
  }

  @Test
  void namesAPictureByItsBytes() {
    var product = fetch("/ok");
    assertThat(product.missed()).isEmpty();
    assertThat(product.pictures())
        .extracting(FetchedPicture::imagePk)
        .containsExactly(Digest.sha256(picture));
  }

  @Test
  void keepsTheOthersOfAnEventWithOneBadPicture() {
    var product = fetch("/ok", "/gone", "/redirect");
    assertThat(product.pictures()).extracting(FetchedPicture::index).containsExactly(0, 2);
    assertThat(product.missed()).extracting(MissedPicture::index).containsExactly(1);
    assertThat(product.missed())
        .extracting(MissedPicture::reason)
        .containsExactly(Reason.PICTURE_NOT_FOUND);
  }

  @Test
  void givesEachFailureItsReason() {
    assertThat(reason("/denied")).isEqualTo(Reason.PICTURE_REFUSED);
    assertThat(reason("/large")).isEqualTo(Reason.PICTURE_TOO_LARGE);
    assertThat(reason("/text")).isEqualTo(Reason.NOT_AN_IMAGE);
    assertThat(reason("/loop")).isEqualTo(Reason.PICTURE_REFUSED);
    assertThat(reason("/escape")).isEqualTo(Reason.PICTURE_FORBIDDEN);
  }

  @Test
  void triesAgainWhatFailsInPassing() {
    assertThat(fetch("/flaky").pictures()).hasSize(1);
    requests.set(0);
    var missed = fetch("/broken").missed().get(0);
    assertThat(missed.reason()).isEqualTo(Reason.PICTURE_UNREACHABLE);
    assertThat(missed.attempts()).isEqualTo(2);
    assertThat(requests).hasValue(2);
  }

  @Test
  void waitsTwiceAsLongBeforeEachFurtherAttempt() {
    fetcher =
        new PictureFetcher(
            settings(10_000)
                .with(FetchOptions.MAX_ATTEMPTS, "4", "test")
                .with(FetchOptions.RETRY_DELAY, "20", "test"));
    long start = System.nanoTime();
    assertThat(fetch("/broken").missed().get(0).attempts()).isEqualTo(4);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo((20 + 40 + 80) * 1_000_000L);
  }

  @Test
  void triesOnceForACallerThatComesBackByItself() {
    fetcher = PictureFetcher.once(settings(10_000));
    assertThat(fetch("/broken").missed().get(0).attempts()).isEqualTo(1);
    assertThat(requests).hasValue(1);
  }

  @Test
  void cutsOffAHostThatDrips() {
    fetcher = new PictureFetcher(settings(200));
    assertThat(reason("/drip")).isEqualTo(Reason.PICTURE_UNREACHABLE);
  }

  @Test
  void givesUpWhatIsOnItsWayWhenItIsClosed() throws Exception {
    var waiting = fetcher.fetch(Events.upsert("p", 1, base + "/drip"));
    dripping.await();
    fetcher.close();
    assertThat(waiting)
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableOfType(ExecutionException.class);
  }

  @Test
  void readsInlinePicturesAndRefusesWhatIsNoBase64() throws Exception {
    var json =
        """
        {"op":"UPSERT","merchant_id":1,"product_id":"p","version":1,"title":"t","category":"c",
         "price_minor":1,"currency":"EUR","available":true,
         "images":[{"base64":"%s"},{"base64":"***"}]}
        """
            .formatted(Base64.getEncoder().encodeToString(picture));
    var product = fetcher.fetch(InputEvents.product(json.getBytes(UTF_8), Events.origin(1))).join();
    assertThat(product.pictures())
        .extracting(FetchedPicture::imagePk)
        .containsExactly(Digest.sha256(picture));
    assertThat(product.missed())
        .extracting(MissedPicture::reason)
        .containsExactly(Reason.BAD_BASE64);
  }

  private Reason reason(String path) {
    return fetch(path).missed().get(0).reason();
  }

  private FetchedProduct fetch(String... paths) {
    var urls = new String[paths.length];
    for (int i = 0; i < paths.length; i++) {
      urls[i] = base + paths[i];
    }
    return fetcher.fetch(Events.upsert("p", 1, urls)).join();
  }

  private void answer(HttpExchange exchange, int status, byte[] bytes) throws IOException {
    requests.incrementAndGet();
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().add("location", location);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  /** Sends a first byte and then nothing, until the test is over. */
  private void drip(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 100);
    exchange.getResponseBody().write('x');
    exchange.getResponseBody().flush();
    dripping.countDown();
    try {
      finished.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }
}
