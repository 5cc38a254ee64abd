package io.imgsrch.operators.query.mirror;

import io.imgsrch.operators.query.AllowedImages;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.ScoredImage;
import io.imgsrch.operators.query.TopicEnds;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What a scope allows of one view. */
public final class AllowedView implements AllowedImages {
  private final ExactSearch exact;
  private final MirrorView view;
  private final Scope scope;
  private final OrdinalSet images;
  private final int resident;

  public AllowedView(ExactSearch exact, MirrorView view, Scope scope) {
    this.exact = exact;
    this.view = view;
    this.scope = scope;
    this.images = view.images(scope);
    this.resident = view.vectorCount(images);
  }

  @Override
  public int count() {
    return images.cardinality();
  }

  @Override
  public int resident() {
    return resident;
  }

  @Override
  public boolean clustered() {
    var clusters = view.vectors().clusterings().serving();
    return clusters != null && count() > clusters.centroids().count();
  }

  @Override
  public void missed() {
    var clusters = view.vectors().clusterings().serving();
    var reach = clusters == null ? null : clusters.reach();
    if (reach != null) {
      reach.raise();
    }
  }

  @Override
  public int indexed() {
    return view.imageCount();
  }

  @Override
  public boolean holds(TopicEnds ends) {
    return view.positions().isAtLeast(ends);
  }

  @Override
  public boolean contains(String imagePk) {
    int image = view.ordinal(imagePk);
    return image != MirrorView.NONE && images.contains(image);
  }

  @Override
  public void offers(String imagePk, BiConsumer<Long, String> action) {
    view.offers(imagePk, scope, action);
  }

  @Override
  public Optional<List<ScoredImage>> nearest(float[] vector, int count, BooleanSupplier over) {
    return reading(() -> exact.nearest(view, images, scope, vector, count, over));
  }

  @Override
  public Optional<List<ScoredImage>> nearestByClusters(
      float[] vector, int count, BooleanSupplier over) {
    return reading(() -> exact.nearestByClusters(view, images, scope, vector, count, over));
  }

  @Override
  public Optional<List<ScoredImage>> trulyNearest(float[] vector, int count, BooleanSupplier over) {
    return reading(() -> exact.trulyNearest(view, images, scope, vector, count, over));
  }

  private Optional<List<ScoredImage>> reading(Supplier<List<ScoredImage>> search) {
    if (!view.vectors().enter()) {
      return Optional.empty();
    }
    try {
      return Optional.of(search.get());
    } finally {
      view.vectors().exit();
    }
  }
}
