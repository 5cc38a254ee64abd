package io.imgsrch.operators.assemble;

import io.imgsrch.config.event.DeadLetter;
import io.imgsrch.config.event.FailedPicture;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Origin;
import io.imgsrch.config.event.ProductEvent;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.operators.deadletter.DeadLetters;
import io.imgsrch.operators.fetch.FetchedPicture;
import io.imgsrch.operators.fetch.FetchedProduct;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
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
 * revision are known, the old ones serve.
 */
public final class Assemble
    extends KeyedCoProcessFunction<String, ProductEvent, FetchedProduct, Listing> {
  private static final long serialVersionUID = 1L;

  /** References added and removed, for the pictures. */
  public static final OutputTag<ImageReference> REFERENCES =
      new OutputTag<>("references", TypeInformation.of(ImageReference.class));

  private transient ValueState<Listing> listing;
  private transient Counter superseded;
  private transient DeadLetters deadLetters;

  @Override
  public void open(OpenContext context) {
    listing =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("listing", TypeInformation.of(Listing.class)));
    var metrics = getRuntimeContext().getMetricGroup();
    superseded = metrics.counter("superseded");
    deadLetters = new DeadLetters(metrics);
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
    var announced = announce(event, current);
    if (announced.deleted() && current != null) {
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
    var pictures = new LinkedHashMap<String, FetchedPicture>();
    product.pictures().forEach(picture -> pictures.putIfAbsent(picture.imagePk(), picture));
    var imagePks = List.copyOf(pictures.keySet());
    if (current != null) {
      removeReferences(context, event.origin(), current, imagePks);
    }
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
    emitDeadLetters(product, context);
    var failed =
        product.missed().stream()
            .map(missed -> new FailedPicture(missed.index(), missed.reason()))
            .toList();
    var assembled = listing(event, imagePks, false, failed);
    listing.update(assembled);
    Failpoint.ASSEMBLED.reach();
    out.collect(assembled);
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

  private void emitDeadLetters(FetchedProduct product, Context context) {
    var event = product.event();
    for (var missed : product.missed()) {
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
