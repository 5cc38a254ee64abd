package io.imgsrch.operators.query;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A mirror that holds what it is told to; at first there is none. */
public final class FakeMirror implements CatalogueMirror {
  public volatile @Nullable Snapshot snapshot;
  public volatile @Nullable String problem;
  public volatile MirrorReport report = new MirrorReport(1, false, null, null, null, null, null);
  public volatile @Nullable NearestImages nearest;
  public final Map<String, float[]> vectors = new ConcurrentHashMap<>();
  public volatile FreshnessReport freshness = FreshnessReport.NONE;
  public volatile boolean closed;

  @Override
  public @Nullable Snapshot snapshot() {
    return snapshot;
  }

  @Override
  public @Nullable String problem() {
    return problem;
  }

  @Override
  public MirrorReport report() {
    return report;
  }

  @Override
  public FreshnessReport freshness() {
    return freshness;
  }

  @Override
  public void rebuild() {
    report = new MirrorReport(report.builds(), true, null, null, null, null, null);
  }

  @Override
  public @Nullable NearestImages nearest(
      float[] vector, Scope scope, int count, BooleanSupplier over) {
    var all = nearest;
    return all == null
        ? null
        : new NearestImages(
            all.images().subList(0, Math.min(count, all.images().size())), all.unscored());
  }

  @Override
  public Optional<float[]> vectorOf(String imagePk) {
    return Optional.ofNullable(vectors.get(imagePk));
  }

  @Override
  public void close() {
    closed = true;
  }
}
