package io.imgsrch.operators.assemble;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.DeadLetter;
import io.imgsrch.config.event.FailedPicture;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Origin;
import io.imgsrch.config.event.ProductEvent;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.operators.deadletter.DeadLetters;
import io.imgsrch.operators.fetch.EventFetcher;
import io.imgsrch.operators.fetch.FetchedPicture;
import io.imgsrch.operators.fetch.FetchedProduct;
import io.imgsrch.operators.fetch.MissedPicture;
import io.imgsrch.operators.fetch.PictureFetcher;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of {@code catalog.listings}. Keyed by product.
 *
 * <p>Its first input announces an event at once, its second brings the event's pictures, in any
 * order: fetches overtake each other, and even the announcement. Until the pictures of the newest
 * revision are known, the old ones serve. What fails in passing is a dead letter at once, and is
 * tried again later, until it is had or a newer revision comes.
 */
public final class Assemble
    extends KeyedCoProcessFunction<String, ProductEvent, FetchedProduct, Listing> {
  private static final long serialVersionUID = 1L;

  /** References added and removed, for the pictures. */
  public static final OutputTag<ImageReference> REFERENCES =
      new OutputTag<>("references", TypeInformation.of(ImageReference.class));

  private final RetrySchedule schedule;
  private final EventFetcher.Factory fetcher;
  private transient ValueState<Listing> listing;
  private transient PictureSlots slots;
  private transient PictureRetries retries;
  private transient Counter superseded;
  private transient DeadLetters deadLetters;

  public Assemble(Settings settings) {
    this(RetrySchedule.of(settings), () -> PictureFetcher.once(settings));
  }

  Assemble(RetrySchedule schedule, EventFetcher.Factory fetcher) {
    this.schedule = schedule;
    this.fetcher = fetcher;
  }

  @Override
  public void open(OpenContext context) {
    var runtime = getRuntimeContext();
    listing =
        runtime.getState(new ValueStateDescriptor<>("listing", TypeInformation.of(Listing.class)));
    slots = new PictureSlots(runtime);
    retries = new PictureRetries(runtime, schedule, fetcher.open());
    var metrics = runtime.getMetricGroup();
    superseded = metrics.counter("superseded");
    deadLetters = new DeadLetters(metrics);
  }

  @Override
  public void close() {
    if (retries != null) {
      retries.close();
    }
  }

  @Override
  public void processElement1(ProductEvent event, Context context, Collector<Listing> out)
      throws Exception {
    var current = listing.value();
    if (current != null && event.revision().equals(current.revision())) {
      return;
    }
    if (isSuperseded(event, current)) {
      return;
    }
    retries.cancel(event.key(), context.timerService());
    var announced = announce(event, current);
    if (announced.deleted() && current != null) {
      slots.clear();
      removeReferences(context, event.origin(), current, List.of());
    }
    listing.update(announced);
    out.collect(announced);
  }

  @Override
  public void processElement2(FetchedProduct product, Context context, Collector<Listing> out)
      throws Exception {
    var event = product.event();
    var current = listing.value();
    if (isSuperseded(event, current)) {
      return;
    }
    var lost = take(product, current, context, out);
    retries.plan(event, lost, context.timerService());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Listing> out)
      throws Exception {
    var product = retries.onTimer(context.getCurrentKey(), timestamp, context.timerService());
    if (product != null && !(product.pictures().isEmpty() && product.missed().isEmpty())) {
      take(product, listing.value(), context, out);
    }
  }

  /** Takes all pictures of an event, or some; returns those that the offer has to do without. */
  private List<MissedPicture> take(
      FetchedProduct product, @Nullable Listing current, Context context, Collector<Listing> out)
      throws Exception {
    var event = product.event();
    var known =
        current != null && !current.fetching() && event.revision().equals(current.revision())
            ? current
            : null;
    var lost = slots.put(product, known);
    var imagePks = slots.imagePks();
    if (current != null) {
      removeReferences(context, event.origin(), current, imagePks);
    }
    addReferences(context, product);
    emitDeadLetters(event, lost, context);
    var assembled = listing(event, imagePks, false, failed(known, lost));
    listing.update(assembled);
    Failpoint.ASSEMBLED.reach();
    out.collect(assembled);
    return lost;
  }

  private List<FailedPicture> failed(@Nullable Listing known, List<MissedPicture> lost)
      throws Exception {
    var failed = new TreeMap<Integer, FailedPicture>();
    if (known != null) {
      for (var earlier : known.failedPictures()) {
        if (!slots.isFilled(earlier.index())) {
          failed.put(earlier.index(), earlier);
        }
      }
    }
    for (var missed : lost) {
      failed.put(missed.index(), new FailedPicture(missed.index(), missed.reason()));
    }
    return List.copyOf(failed.values());
  }

  private boolean isSuperseded(ProductEvent event, @Nullable Listing current) {
    if (current == null || !event.revision().isSupersededBy(current.revision())) {
      return false;
    }
    superseded.inc();
    return true;
  }

  private static Listing announce(ProductEvent event, @Nullable Listing current) {
    if (event.deleted()) {
      return listing(event, List.of(), false, List.of());
    }
    return listing(event, current == null ? List.of() : current.imagePks(), true, List.of());
  }

  private static void removeReferences(
      Context context, Origin origin, Listing current, List<String> kept) {
    for (var imagePk : current.imagePks()) {
      if (!kept.contains(imagePk)) {
        context.output(
            REFERENCES,
            new ImageReference(imagePk, current.key(), false, origin, new byte[0], new byte[0]));
      }
    }
  }

  private static void addReferences(Context context, FetchedProduct product) {
    var event = product.event();
    var pictures = new LinkedHashMap<String, FetchedPicture>();
    product.pictures().forEach(picture -> pictures.putIfAbsent(picture.imagePk(), picture));
    for (var picture : pictures.values()) {
      context.output(
          REFERENCES,
          new ImageReference(
              picture.imagePk(),
              event.key(),
              true,
              event.origin(),
              picture.bytes(),
              event.source()));
    }
  }

  private void emitDeadLetters(ProductEvent event, List<MissedPicture> lost, Context context) {
    for (var missed : lost) {
      deadLetters.emit(
          context::output,
          new DeadLetter(
              event.origin(),
              event.key().getBytes(StandardCharsets.UTF_8),
              event.source(),
              missed.reason(),
              missed.message(),
              missed.attempts()));
    }
  }

  private static Listing listing(
      ProductEvent event, List<String> imagePks, boolean fetching, List<FailedPicture> failed) {
    return new Listing(
        event.merchantId(),
        event.productId(),
        event.revision(),
        event.details(),
        imagePks,
        fetching,
        failed,
        event.origin().traceparent());
  }
}
