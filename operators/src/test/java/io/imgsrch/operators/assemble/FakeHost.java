package io.imgsrch.operators.assemble;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.imgsrch.config.event.PictureRef;
import io.imgsrch.config.event.ProductEvent;
import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.Events;
import io.imgsrch.operators.fetch.EventFetcher;
import io.imgsrch.operators.fetch.FetchedPicture;
import io.imgsrch.operators.fetch.FetchedProduct;
import io.imgsrch.operators.fetch.MissedPicture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** A host whose pictures a test takes away and gives back; each has its address as its bytes. */
final class FakeHost implements EventFetcher {
  private final Map<String, Reason> failing = new HashMap<>();
  private final List<List<Integer>> requests = new ArrayList<>();
  private final List<Runnable> held = new ArrayList<>();
  private boolean holding;
  boolean closed;

  void fail(String url, Reason reason) {
    failing.put(url, reason);
  }

  void heal(String url) {
    failing.remove(url);
  }

  /** Answers only when {@link #answer} is called. */
  void hold() {
    holding = true;
  }

  void answer() {
    held.forEach(Runnable::run);
    held.clear();
  }

  /** The indexes of the pictures of each request. */
  List<List<Integer>> requests() {
    return requests;
  }

  /** What the job's own fetch would make of an event. */
  FetchedProduct now(ProductEvent event) {
    var pictures = new ArrayList<FetchedPicture>();
    var missed = new ArrayList<MissedPicture>();
    for (var ref : event.pictures()) {
      var url = Objects.requireNonNull(ref.url());
      var reason = failing.get(url);
      if (reason == null) {
        pictures.add(new FetchedPicture(ref.index(), Events.imagePk(url), url.getBytes(UTF_8)));
      } else {
        missed.add(new MissedPicture(ref.index(), reason, "images[" + ref.index() + "]: no", 1));
      }
    }
    return new FetchedProduct(event, pictures, missed);
  }

  @Override
  public CompletableFuture<FetchedProduct> fetch(ProductEvent event) {
    requests.add(event.pictures().stream().map(PictureRef::index).toList());
    if (!holding) {
      return CompletableFuture.completedFuture(now(event));
    }
    var answer = new CompletableFuture<FetchedProduct>();
    held.add(() -> answer.complete(now(event)));
    return answer;
  }

  @Override
  public void close() {
    closed = true;
  }
}
