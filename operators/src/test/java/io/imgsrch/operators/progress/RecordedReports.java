package io.imgsrch.operators.progress;

import io.imgsrch.config.event.Progress;
import io.imgsrch.config.progress.ProgressReports;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Keeps reports. */
final class RecordedReports implements ProgressReports.Factory {
  private static final long serialVersionUID = 1L;

  private final transient List<Progress> all = new CopyOnWriteArrayList<>();
  private final transient AtomicBoolean closed = new AtomicBoolean();

  List<Progress> all() {
    return all;
  }

  boolean closed() {
    return closed.get();
  }

  @Override
  public ProgressReports open() {
    return new ProgressReports() {
      @Override
      public void report(Progress progress) {
        all.add(progress);
      }

      @Override
      public void close() {
        closed.set(true);
      }
    };
  }
}
