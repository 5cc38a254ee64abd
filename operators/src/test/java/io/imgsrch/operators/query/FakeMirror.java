package io.imgsrch.operators.query;

import org.jspecify.annotations.Nullable;

/** A mirror that holds what it is told to; at first there is none. */
public final class FakeMirror implements CatalogueMirror {
  public volatile @Nullable Snapshot snapshot;
  public volatile @Nullable String problem;
  public volatile MirrorReport report = new MirrorReport(1, false, null, null, null, null, null);
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
  public void rebuild() {
    report = new MirrorReport(report.builds(), true, null, null, null, null, null);
  }

  @Override
  public void close() {
    closed = true;
  }
}
