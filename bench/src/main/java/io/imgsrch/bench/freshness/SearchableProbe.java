package io.imgsrch.bench.freshness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** Searches for new pictures until they are found, one after the other, every few milliseconds. */
final class SearchableProbe implements Callable<List<Samples>> {
  private static final int WAITING = 1_000;

  private final Queue<Sent> sent = new ArrayBlockingQueue<>(WAITING);
  private final PictureSearch search;
  private final BooleanSupplier counting;
  private final BooleanSupplier over;

  private record Sent(String imagePk, long merchant, boolean counts, long nanos) {}

  SearchableProbe(PictureSearch search, BooleanSupplier counting, BooleanSupplier over) {
    this.search = search;
    this.counting = counting;
    this.over = over;
  }

  /** Tells of a picture that is sent now; where too many wait, it is not waited for. */
  void sent(String imagePk, long merchant) {
    if (!over.getAsBoolean()) {
      var unused =
          sent.offer(new Sent(imagePk, merchant, counting.getAsBoolean(), System.nanoTime()));
    }
  }

  @Override
  public List<Samples> call() throws IOException, InterruptedException {
    var found = new ArrayList<Double>();
    while (!over.getAsBoolean() || !sent.isEmpty()) {
      for (var waiting : List.copyOf(sent)) {
        if (search.finds(waiting.imagePk(), waiting.merchant()).orElse(false)) {
          sent.remove(waiting);
          if (waiting.counts()) {
            found.add(HiddenProbe.millisSince(waiting.nanos()));
          }
        } else if (HiddenProbe.millisSince(waiting.nanos()) > HiddenProbe.PATIENCE_MILLIS) {
          throw new IOException("a new picture was not found within a minute");
        }
      }
      Thread.sleep(HiddenProbe.PAUSE_MILLIS);
    }
    return List.of(new Samples("event_to_searchable", found));
  }
}
