package io.imgsrch.operators.query;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A mirror that holds what it is told to; at first there is none. */
public final class FakeMirror implements CatalogueMirror {
  public volatile @Nullable String problem;
  public volatile MirrorReport report = new MirrorReport(1, false, null, null, null, null, null);
  public final Map<String, float[]> vectors = new ConcurrentHashMap<>();
  public volatile FreshnessReport freshness = FreshnessReport.NONE;
  public volatile boolean closed;
  private volatile @Nullable FakeCatalogue catalogue;

  /** Holds a catalogue from now on, which is empty at first. */
  public FakeCatalogue hold() {
    var held = new FakeCatalogue();
    catalogue = held;
    return held;
  }

  @Override
  public @Nullable AllowedImages allowed(Scope scope) {
    var held = catalogue;
    return held == null ? null : held.allowed(scope);
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
  public Optional<float[]> vectorOf(String imagePk) {
    return Optional.ofNullable(vectors.get(imagePk));
  }

  @Override
  public void close() {
    closed = true;
  }
}
