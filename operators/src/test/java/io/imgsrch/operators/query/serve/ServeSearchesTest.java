package io.imgsrch.operators.query.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.query.AvailabilityWriter;
import io.imgsrch.operators.query.FakeEmbedder;
import io.imgsrch.operators.query.FakeIndex;
import io.imgsrch.operators.query.FakeMirror;
import io.imgsrch.operators.query.FakeStandings;
import io.imgsrch.operators.query.FakeTopicLog;
import io.imgsrch.operators.query.FakeValidity;
import io.imgsrch.operators.query.FreshnessReport;
import io.imgsrch.operators.query.LiveFigures;
import io.imgsrch.operators.query.PhotoSource;
import io.imgsrch.operators.query.PictureUrls;
import io.imgsrch.operators.query.http.ServerOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

// Flink's harness declares that closing it throws Exception, and so perhaps an interrupt.
@SuppressWarnings("try")
class ServeSearchesTest {
  /** What the factories made; they are serialised, so that only a static field gets them back. */
  private static final List<FakeIndex> INDEXES = Collections.synchronizedList(new ArrayList<>());

  private static final BackendFactories FAKES =
      new BackendFactories(
          settings -> {
            var index = new FakeIndex();
            INDEXES.add(index);
            return index;
          },
          (settings, metrics) -> new FakeValidity(),
          (settings, metrics) -> new FakeMirror(),
          settings -> new FakeStandings(),
          settings -> new FakeEmbedder(),
          settings -> PhotoSource.none(),
          settings -> AvailabilityWriter.none(),
          (settings, newest) -> {},
          settings -> new FakeTopicLog());

  @Test
  void servesWhileItIsOpenAndLeavesNothingBehind() throws Exception {
    INDEXES.clear();
    var before = threads();
    var serve = new ServeSearches(settings(), options(0), FAKES);
    int port;
    try (var harness = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(serve))) {
      harness.open();
      port = serve.port();
      assertThat(search(port)).contains("200 OK", "\"index_age_ms\":null");
      harness.processElement(change(Topic.OFFERS, System.currentTimeMillis()), 0);
      assertThat(search(port)).containsPattern("\"index_age_ms\":[0-9]+,");
    }

    assertThat(INDEXES).singleElement().matches(index -> index.closed);
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
        .isInstanceOf(java.net.ConnectException.class);
    Awaitility.await()
        .pollInSameThread()
        .untilAsserted(
            () -> {
              var left = threads();
              left.removeAll(before);
              assertThat(left).isEmpty();
            });
  }

  @Test
  void aPortInUseFailsTheTaskAndClosesEverything() throws Exception {
    INDEXES.clear();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var harness =
            new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(
                    new ServeSearches(settings(), options(taken.getLocalPort()), FAKES)))) {
      assertThatThrownBy(harness::open).hasMessageContaining("query.port");
    }

    assertThat(INDEXES).singleElement().matches(index -> index.closed);
  }

  @Test
  void aBackendThatCannotBeOpenedClosesTheOthers() throws Exception {
    INDEXES.clear();
    var failing =
        new BackendFactories(
            FAKES.vectors(),
            (settings, metrics) -> {
              throw new IllegalStateException("no state");
            },
            FAKES.mirror(),
            FAKES.standings(),
            FAKES.embedder(),
            FAKES.fetcher(),
            FAKES.availability(),
            FAKES.history(),
            FAKES.log());
    try (var harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new ServeSearches(settings(), options(0), failing)))) {
      assertThatThrownBy(harness::open).hasMessageContaining("no state");
    }

    assertThat(INDEXES).singleElement().matches(index -> index.closed);
  }

  @Test
  void theAgeIsOfTheNewestChangeAndNeverNegative() {
    var progress = new StreamProgress(() -> 1_000);
    assertThat(progress.millis()).isNull();
    progress.read(change(Topic.OFFERS, 700));
    progress.read(change(Topic.IMAGES, 600));
    assertThat(progress.millis()).isEqualTo(300);
    progress.read(change(Topic.IMAGES, 2_000));
    assertThat(progress.millis()).isZero();
    assertThat(progress.changes()).isEqualTo(3);
  }

  @Test
  void theFiguresAreOfWhatWentBy() {
    var progress = new StreamProgress(() -> 1_000);
    assertThat(progress.figures(FreshnessReport.NONE))
        .isEqualTo(new LiveFigures(0, 0, 0, 0, null, FreshnessReport.NONE));
    assertThat(progress.figures(FreshnessReport.NONE).dedupRatio()).isNull();
    progress.read(Change.of(Topic.LISTINGS, 900, 3));
    progress.read(Change.of(Topic.LISTINGS, 900, 1));
    progress.read(change(Topic.IMAGES, 950));
    progress.read(Change.of(Topic.IMAGES, 960, 0)); // purged
    progress.read(change(Topic.OFFERS, 990));
    progress.read(change(Topic.DEAD_LETTERS, 999));

    assertThat(progress.figures(FreshnessReport.NONE))
        .isEqualTo(new LiveFigures(2, 4, 1, 1, 10L, FreshnessReport.NONE));
    assertThat(progress.figures(FreshnessReport.NONE).dedupRatio()).isEqualTo(0.75);
  }

  private static Change change(Topic topic, long timestampMillis) {
    return Change.of(topic, timestampMillis, topic == Topic.IMAGES ? 1 : 0);
  }

  private static Settings settings() {
    return Settings.of(List.of());
  }

  private static ServerOptions options(int port) {
    return new ServerOptions(
        "127.0.0.1",
        port,
        8,
        64,
        1_000_000,
        java.time.Duration.ofSeconds(10),
        PictureUrls.NONE,
        false);
  }

  /** Over a socket: Java's HTTP client would leave a thread. */
  private static String search(int port) throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      var body = "{\"vector\":[" + "1,".repeat(255) + "1]}";
      socket
          .getOutputStream()
          .write(
              ("POST /v1/search HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                      + "Content-Type: application/json\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .collect(Collectors.toSet());
  }
}
