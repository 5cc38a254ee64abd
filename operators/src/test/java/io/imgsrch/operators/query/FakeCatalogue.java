package io.imgsrch.operators.query;

import io.imgsrch.operators.validity.ImageOffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** Pictures with fixed scores, whatever the vector, and the offers that show them. */
public final class FakeCatalogue {
  private final Map<String, Float> scores = new HashMap<>();
  private final Map<String, List<ImageOffer>> offers = new HashMap<>();
  private final Set<String> absent = new HashSet<>();

  /** Up to where the topics are in it. */
  public volatile TopicEnds positions = TopicEnds.NONE;

  /** How often an instant's vectors will be gone when they are looked for. */
  public final AtomicInteger gone = new AtomicInteger();

  /** The same for audits. */
  public final AtomicInteger goneForAudits = new AtomicInteger();

  /** How often all that is allowed was scored for a search. */
  public final AtomicInteger scans = new AtomicInteger();

  /** The same for an audit. */
  public final AtomicInteger trueScans = new AtomicInteger();

  /** Whether there are clusters. */
  public volatile boolean clustered;

  /** How many of the best they do not find. */
  public volatile int missedByClusters;

  /** How often clusters were visited. */
  public final AtomicInteger visits = new AtomicInteger();

  /** How often that was said to have missed too much. */
  public final AtomicInteger misses = new AtomicInteger();

  /** How often the offers of a picture were looked at. */
  public final AtomicInteger looks = new AtomicInteger();

  /** What happens in the midst of one. */
  public volatile Runnable onTrueScan = () -> {};

  public FakeCatalogue picture(String imagePk, double score) {
    scores.put(imagePk, (float) score);
    return this;
  }

  /** A picture whose vector is not in memory. */
  public FakeCatalogue absent(String imagePk, double score) {
    absent.add(imagePk);
    return picture(imagePk, score);
  }

  public FakeCatalogue offer(long merchantId, String productId, String imagePk) {
    return offer(imagePk, new ImageOffer(merchantId, productId, "shoes", true));
  }

  public FakeCatalogue offer(String imagePk, ImageOffer offer) {
    offers.computeIfAbsent(imagePk, key -> new ArrayList<>()).add(offer);
    return this;
  }

  AllowedImages allowed(Scope scope) {
    var images = scores.keySet().stream().filter(image -> !within(image, scope).isEmpty()).toList();
    return new Allowed(scope, Set.copyOf(images));
  }

  private List<ImageOffer> within(String imagePk, Scope scope) {
    return offers.getOrDefault(imagePk, List.of()).stream()
        .filter(ImageOffer::available)
        .filter(offer -> scope.admits(offer.merchantId(), offer.category()))
        .toList();
  }

  private final class Allowed implements AllowedImages {
    private final Scope scope;
    private final Set<String> images;

    Allowed(Scope scope, Set<String> images) {
      this.scope = scope;
      this.images = images;
    }

    @Override
    public int count() {
      return images.size();
    }

    @Override
    public int resident() {
      return (int) images.stream().filter(image -> !absent.contains(image)).count();
    }

    @Override
    public int indexed() {
      return scores.size();
    }

    @Override
    public boolean holds(TopicEnds required) {
      return positions.isAtLeast(required);
    }

    @Override
    public boolean contains(String imagePk) {
      return images.contains(imagePk);
    }

    @Override
    public void offers(String imagePk, BiConsumer<Long, String> action) {
      looks.incrementAndGet();
      within(imagePk, scope).forEach(o -> action.accept(o.merchantId(), o.productId()));
    }

    @Override
    public Optional<List<ScoredImage>> nearest(float[] vector, int count, BooleanSupplier over) {
      if (takenFrom(gone)) {
        return Optional.empty();
      }
      scans.incrementAndGet();
      return Optional.of(best(count));
    }

    @Override
    public Optional<List<ScoredImage>> nearestByClusters(
        float[] vector, int count, BooleanSupplier over) {
      if (takenFrom(gone)) {
        return Optional.empty();
      }
      visits.incrementAndGet();
      return Optional.of(
          best(count + missedByClusters).stream().skip(missedByClusters).limit(count).toList());
    }

    @Override
    public boolean clustered() {
      return clustered;
    }

    @Override
    public void missed() {
      misses.incrementAndGet();
    }

    @Override
    public Optional<List<ScoredImage>> trulyNearest(
        float[] vector, int count, BooleanSupplier over) {
      if (takenFrom(goneForAudits)) {
        return Optional.empty();
      }
      trueScans.incrementAndGet();
      onTrueScan.run();
      if (over.getAsBoolean()) {
        throw new CancellationException("the search is over");
      }
      return Optional.of(best(count));
    }

    private List<ScoredImage> best(int count) {
      return images.stream()
          .filter(image -> !absent.contains(image))
          .map(image -> new ScoredImage(image, Objects.requireNonNull(scores.get(image))))
          .sorted(Comparator.comparing(ScoredImage::score).reversed())
          .limit(count)
          .toList();
    }
  }

  private static boolean takenFrom(AtomicInteger times) {
    return times.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }
}
