package io.imgsrch.jobs;

import io.imgsrch.config.EmbedOptions;
import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.operators.async.Threads;
import io.imgsrch.operators.query.AllowedImages;
import io.imgsrch.operators.query.CatalogueMirror;
import io.imgsrch.operators.query.FreshnessReport;
import io.imgsrch.operators.query.MirrorReport;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.mirror.AllowedView;
import io.imgsrch.operators.query.mirror.ExactSearch;
import io.imgsrch.operators.query.mirror.Mirror;
import io.imgsrch.operators.query.mirror.MirrorView;
import io.imgsrch.sinks.batch.Backoff;
import io.imgsrch.sinks.kafka.KafkaClients;
import io.imgsrch.vector.DotProduct;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a mirror for as long as it is open, on a thread of its own: a source of Flink's would go on
 * where its checkpoint left off, and the mirror is in no checkpoint.
 *
 * <p>What fails is tried again from the beginning, with a new mirror; until that is read there is
 * none. A rebuild reads another one beside it, on one more thread, and hands it over to the first.
 */
final class MirrorFeed implements CatalogueMirror {
  private static final Logger LOG = LoggerFactory.getLogger(MirrorFeed.class);
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final long NOTHING_YET = -1;
  private static final long MIB = 1 << 20;

  /** A change that is on its way to one of two mirrors makes them differ in passing. */
  private static final int LOOKS = 10;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Supplier<Mirror> mirrors;
  private final ExactSearch exact = new ExactSearch(DotProduct.fastest());
  private final FreshnessMetrics freshness;
  private final Backoff backoff;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicLong unreadable = new AtomicLong();
  private final MirrorBuilds builds = new MirrorBuilds();
  private final Thread thread = Threads.named("imgsrch-mirror").newThread(this::run);
  private final MirrorClusters clusters = new MirrorClusters(() -> this.current);
  private volatile @Nullable Thread rebuilding;
  private volatile @Nullable MirrorReading reading;
  private volatile @Nullable MirrorReading building;
  private volatile @Nullable Successor successor;
  private volatile @Nullable Mirror current;
  private volatile long loadMillis = NOTHING_YET;
  private volatile String problem = "the catalogue is being read into memory";

  /** A mirror that is read to the end, for the thread that keeps mirrors to take over. */
  private record Successor(MirrorReading reading, MirrorBuilds.Comparison comparison) {}

  private MirrorFeed(
      Supplier<Consumer<byte[], byte[]>> consumers,
      Supplier<Mirror> mirrors,
      FreshnessMetrics freshness,
      Backoff backoff) {
    this.consumers = consumers;
    this.mirrors = mirrors;
    this.freshness = freshness;
    this.backoff = backoff;
  }

  /** Begins to read. */
  static CatalogueMirror open(Settings settings, MetricGroup metrics) {
    int dimension = settings.get(EmbedOptions.DIMENSION);
    long vectorBytes = settings.get(QueryOptions.RESIDENT_VECTORS_MB) * MIB;
    var properties = KafkaClients.common(settings);
    properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    var bytes = new ByteArrayDeserializer();
    return open(
        () -> new KafkaConsumer<>(properties, bytes, bytes),
        () -> new Mirror(dimension, vectorBytes),
        Backoff.ofOpening(settings),
        metrics);
  }

  /**
   * Begins to read.
   *
   * @param consumers makes one for each attempt
   * @param mirrors makes an empty one for each
   * @param backoff between attempts, of which there is no end
   * @param metrics get {@code mirror_offers} and {@code mirror_images}; {@code mirror_age_ms} since
   *     its newest record was appended; {@code mirror_load_ms}, what it took to read; −1 before;
   *     {@code mirror_unreadable}, records that are none of their topic; {@code mirror_vectors} and
   *     {@code mirror_vector_bytes} in memory; {@code vectors_scored} by searches and audits so
   *     far; and those of {@link FreshnessMetrics}
   */
  static MirrorFeed open(
      Supplier<Consumer<byte[], byte[]>> consumers,
      Supplier<Mirror> mirrors,
      Backoff backoff,
      MetricGroup metrics) {
    var feed = new MirrorFeed(consumers, mirrors, new FreshnessMetrics(metrics), backoff);
    metrics.gauge("mirror_offers", (Gauge<Integer>) () -> feed.view().offerCount());
    metrics.gauge("mirror_images", (Gauge<Integer>) () -> feed.view().imageCount());
    metrics.gauge("mirror_age_ms", (Gauge<Long>) feed::ageMillis);
    metrics.gauge("mirror_load_ms", (Gauge<Long>) () -> feed.loadMillis);
    metrics.gauge("mirror_unreadable", (Gauge<Long>) feed.unreadable::get);
    metrics.gauge("mirror_vectors", (Gauge<Integer>) () -> feed.view().vectorCount());
    metrics.gauge("mirror_vector_bytes", (Gauge<Long>) () -> feed.view().vectorBytes());
    metrics.gauge("vectors_scored", (Gauge<Long>) feed.exact::scored);
    feed.thread.start();
    feed.clusters.start();
    return feed;
  }

  @Override
  public @Nullable AllowedImages allowed(Scope scope) {
    var mirror = current;
    return mirror == null ? null : new AllowedView(exact, mirror.view(), scope);
  }

  @Override
  public @Nullable String problem() {
    return current == null ? problem : null;
  }

  @Override
  public Optional<float[]> vectorOf(String imagePk) {
    var mirror = current;
    return mirror == null ? Optional.empty() : ExactSearch.vectorOf(mirror, imagePk);
  }

  private MirrorView view() {
    var mirror = current;
    return mirror == null ? MirrorView.EMPTY : mirror.view();
  }

  private long ageMillis() {
    long newest = view().newestMillis();
    return newest == 0 ? NOTHING_YET : Math.max(0, System.currentTimeMillis() - newest);
  }

  @Override
  public MirrorReport report() {
    return builds.report();
  }

  @Override
  public FreshnessReport freshness() {
    return freshness.report();
  }

  @Override
  public synchronized void rebuild() {
    var earlier = rebuilding;
    if (closed() || (earlier != null && earlier.isAlive()) || !builds.begin()) {
      return;
    }
    var next = Threads.named("imgsrch-mirror-rebuild").newThread(this::buildBeside);
    rebuilding = next;
    next.start();
  }

  private void run() {
    for (int attempt = 1; !closed(); attempt++) {
      try {
        keep(open());
      } catch (WakeupException e) {
        LOG.debug("the mirror closes", e);
      } catch (RuntimeException e) {
        problem = "the catalogue cannot be read into memory, and is tried again: " + e;
        builds.lost(problem);
        LOG.error("the mirror cannot be kept; attempt {} to read it again follows", attempt, e);
        attempt = current == null ? attempt : 1;
        pause(backoff.millis(attempt));
      } finally {
        reading = null;
        current = null;
      }
    }
  }

  private MirrorReading open() {
    var mirror = mirrors.get();
    return new MirrorReading(consumers.get(), mirror, unreadable::incrementAndGet);
  }

  private void keep(MirrorReading first) {
    var now = first;
    try {
      reading = now;
      now.load(this::closed);
      if (!closed()) {
        serve(now);
        builds.built();
      }
      while (!closed()) {
        now.follow(() -> closed() || successor != null);
        var next = successor;
        if (next != null) {
          successor = null;
          var former = now;
          now = next.reading();
          reading = now;
          serve(now);
          former.close();
          builds.rebuilt(next.comparison());
        }
      }
    } finally {
      now.close();
    }
  }

  private void serve(MirrorReading loaded) {
    loadMillis = loaded.loadMillis();
    loaded.measure(freshness.of(loaded.mirror()));
    current = loaded.mirror();
    LOG.info(
        "the mirror holds {} offers and {} images, {} of them with their vectors, after {} ms",
        loaded.mirror().view().offerCount(),
        loaded.mirror().view().imageCount(),
        loaded.mirror().view().vectorCount(),
        loadMillis);
  }

  private void buildBeside() {
    MirrorReading next = null;
    try {
      next = open();
      building = next;
      next.load(this::closed);
      var comparison = compare(next);
      if (!comparison.equal()) {
        LOG.warn("the mirror is replaced by one that differs from it");
      }
      if (!closed()) {
        building = null;
        successor = new Successor(next, comparison);
        next = null;
      }
    } catch (WakeupException e) {
      LOG.debug("the mirror closes", e);
    } catch (RuntimeException | Error e) { // as where there is no memory for a second one
      LOG.error("the mirror cannot be built again", e);
      builds.failed("the catalogue could not be read again: " + e);
    } finally {
      building = null;
      if (next != null) {
        next.close();
      }
    }
  }

  private MirrorBuilds.Comparison compare(MirrorReading next) {
    for (int look = 1; ; look++) {
      var found = MirrorBuilds.Comparison.of(next.mirror().view(), view());
      if (found.equal() || look == LOOKS || closed()) {
        return found;
      }
      next.follow(BETWEEN_LOOKS, this::closed);
    }
  }

  private boolean closed() {
    return closing.getCount() == 0;
  }

  private void pause(long millis) {
    try {
      boolean unused = closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends reading.
   *
   * @throws IllegalStateException if that takes more than ten seconds
   */
  @Override
  public void close() {
    closing.countDown();
    for (var each : new MirrorReading[] {reading, building}) {
      if (each != null) {
        each.wakeup();
      }
    }
    end(thread);
    var last = rebuilding;
    if (last != null) {
      end(last);
    }
    clusters.close();
    var left = successor;
    if (left != null) {
      left.reading().close();
    }
  }

  private static void end(Thread thread) {
    try {
      thread.join(STOP.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (thread.isAlive()) {
      throw new IllegalStateException("the mirror reads on after " + STOP.toSeconds() + " s");
    }
  }
}
