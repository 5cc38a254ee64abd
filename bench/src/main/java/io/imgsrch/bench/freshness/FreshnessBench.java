package io.imgsrch.bench.freshness;

import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.event.Digest;
import io.imgsrch.local.Platform;
import io.imgsrch.local.catalogue.Catalogue;
import io.imgsrch.local.catalogue.CatalogueCsv;
import io.imgsrch.local.client.CatalogueLoader;
import io.imgsrch.local.client.InlinePictures;
import io.imgsrch.local.client.LoadListener;
import io.imgsrch.local.client.SearchableWait;
import io.imgsrch.local.demo.AlteredCopies;
import io.imgsrch.local.demo.AlteredCopy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Times how soon searches obey events, while availability events and new pictures come in at a
 * steady rate through the whole platform: all five jobs, the model included.
 */
public final class FreshnessBench {
  private static final Duration LOAD = Duration.ofMinutes(10);
  private static final long NEW_MERCHANT = 9_000;
  private static final int TICK_MILLIS = 10;
  private static final int MILLIS_PER_SECOND = 1_000;

  /** One new picture of so many is waited for: waiting costs searches. */
  private static final int WAITED_FOR = 4;

  private final Plan plan;
  private final EventProducer events;
  private final PictureSearch search;
  private final Catalogue catalogue;
  private final List<byte[]> pictures;
  private final AtomicInteger nextPicture = new AtomicInteger();
  private volatile boolean counting;
  private volatile boolean over;

  /**
   * What to measure.
   *
   * @param availability events a second
   * @param pictures new ones a second
   * @param warmUpSeconds at the same rates, not counted
   */
  public record Plan(int availability, int pictures, int warmUpSeconds, int seconds, long seed) {}

  private FreshnessBench(
      Plan plan,
      EventProducer events,
      PictureSearch search,
      Catalogue catalogue,
      List<byte[]> pictures) {
    this.plan = plan;
    this.events = events;
    this.search = search;
    this.catalogue = catalogue;
    this.pictures = pictures;
  }

  /**
   * Loads the sample catalogue, and measures.
   *
   * @param sample its folder
   */
  public static List<Samples> run(Platform platform, URI api, Path sample, Plan plan)
      throws Exception {
    var catalogue = CatalogueCsv.read(sample, 1);
    var bootstrap = platform.settings().get(KafkaOptions.BOOTSTRAP_SERVERS);
    try (var loader = CatalogueLoader.to(bootstrap, new InlinePictures())) {
      loader.load(catalogue, LoadListener.silent());
    }
    new SearchableWait(api).await(catalogue, LOAD, LoadListener.silent());
    List<Path> files;
    try (var listed = Files.list(sample.resolve("images"))) {
      files = listed.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
    }
    int count = 1 + plan.pictures() * (plan.warmUpSeconds() + plan.seconds() + 1);
    var pictures =
        AlteredCopies.of(files, count, plan.seed()).stream().map(AlteredCopy::jpeg).toList();
    try (var events = new EventProducer(platform.settings())) {
      return new FreshnessBench(plan, events, new PictureSearch(api), catalogue, pictures)
          .measure();
    }
  }

  private List<Samples> measure() throws IOException, InterruptedException {
    var probe = nextPicture();
    var imagePk = Digest.sha256(probe);
    events.list(HiddenProbe.MERCHANT, HiddenProbe.PRODUCT, probe);
    events.flush();
    while (!search.finds(imagePk, HiddenProbe.MERCHANT).orElse(false)) {
      Thread.sleep(TICK_MILLIS);
    }
    var threads = Executors.newScheduledThreadPool(4);
    try {
      var hidden =
          threads.submit(new HiddenProbe(events, search, imagePk, () -> counting, () -> over));
      var searchable = new SearchableProbe(search, () -> counting, () -> over);
      var found = threads.submit(searchable);
      feed(threads, searchable);
      TimeUnit.SECONDS.sleep(plan.warmUpSeconds());
      counting = true;
      TimeUnit.SECONDS.sleep(plan.seconds());
      over = true;
      var all = new ArrayList<Samples>(hidden.get());
      all.addAll(found.get());
      events.flush();
      return all;
    } catch (ExecutionException e) {
      throw new IOException("a probe failed: " + e.getCause(), e);
    } finally {
      over = true;
      threads.shutdownNow();
    }
  }

  private void feed(ScheduledExecutorService threads, SearchableProbe searchable) {
    var random = new Random(plan.seed());
    int batch = Math.max(1, plan.availability() * TICK_MILLIS / MILLIS_PER_SECOND);
    var switches =
        threads.scheduleAtFixedRate(
            () -> switchOffers(random, batch),
            0,
            (long) batch * MILLIS_PER_SECOND / plan.availability(),
            TimeUnit.MILLISECONDS);
    var arrivals =
        threads.scheduleAtFixedRate(
            () -> list(searchable),
            0,
            (long) MILLIS_PER_SECOND / plan.pictures(),
            TimeUnit.MILLISECONDS);
    if (switches.isDone() || arrivals.isDone()) {
      throw new IllegalStateException("nothing comes in");
    }
  }

  private void switchOffers(Random random, int count) {
    for (int i = 0; i < count; i++) {
      var product = catalogue.products().get(random.nextInt(catalogue.products().size()));
      events.setAvailable(product.merchantId(), product.productId(), random.nextBoolean());
    }
  }

  private void list(SearchableProbe searchable) {
    int number = nextPicture.get();
    var picture = nextPicture();
    if (number % WAITED_FOR == 0) {
      searchable.sent(Digest.sha256(picture), NEW_MERCHANT);
    }
    events.list(NEW_MERCHANT, "new-" + number, picture);
  }

  /** Made beforehand; from the beginning again when they are used up. */
  private byte[] nextPicture() {
    return pictures.get(nextPicture.getAndIncrement() % pictures.size());
  }
}
