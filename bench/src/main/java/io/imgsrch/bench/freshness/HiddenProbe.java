package io.imgsrch.bench.freshness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** Takes a product off sale and puts it back, and searches until that is obeyed. */
final class HiddenProbe implements Callable<List<Samples>> {
  static final long MERCHANT = 9_001;
  static final String PRODUCT = "probe";
  private static final double NANOS_PER_MILLI = 1e6;
  static final double PATIENCE_MILLIS = 60_000;

  /** Without a pause the searches would fill a core by themselves. */
  static final long PAUSE_MILLIS = 5;

  private final EventProducer events;
  private final PictureSearch search;
  private final String imagePk;
  private final BooleanSupplier counting;
  private final BooleanSupplier over;

  /**
   * @param imagePk of the product's picture, which a search finds
   * @param counting whether times count yet
   */
  HiddenProbe(
      EventProducer events,
      PictureSearch search,
      String imagePk,
      BooleanSupplier counting,
      BooleanSupplier over) {
    this.events = events;
    this.search = search;
    this.imagePk = imagePk;
    this.counting = counting;
    this.over = over;
  }

  @Override
  public List<Samples> call() throws IOException, InterruptedException {
    var hidden = new ArrayList<Double>();
    var shown = new ArrayList<Double>();
    while (!over.getAsBoolean()) {
      double off = obeyed(false);
      double on = obeyed(true);
      if (counting.getAsBoolean()) {
        hidden.add(off);
        shown.add(on);
      }
    }
    return List.of(new Samples("event_to_hidden", hidden), new Samples("event_to_shown", shown));
  }

  private double obeyed(boolean available) throws IOException, InterruptedException {
    long start = System.nanoTime();
    events.setAvailable(MERCHANT, PRODUCT, available);
    while (!search.finds(imagePk, MERCHANT).equals(Optional.of(available))) {
      if (millisSince(start) > PATIENCE_MILLIS) {
        throw new IOException("an availability event was not obeyed within a minute");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return millisSince(start);
  }

  static double millisSince(long start) {
    return (System.nanoTime() - start) / NANOS_PER_MILLI;
  }
}
