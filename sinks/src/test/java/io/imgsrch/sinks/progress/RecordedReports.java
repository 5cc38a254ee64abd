package io.imgsrch.sinks.progress;

import io.imgsrch.config.event.Progress;
import io.imgsrch.config.progress.ProgressReports;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps reports. */
final class RecordedReports implements ProgressReports.Factory {
  private static final long serialVersionUID = 1L;

  private final transient List<Progress> all = new CopyOnWriteArrayList<>();
  private final transient AtomicInteger open = new AtomicInteger();

  List<Long> watermarks() {
    return all.stream().map(Progress::watermark).toList();
  }

  Progress newest() {
    return all.get(all.size() - 1);
  }

  int stillOpen() {
    return open.get();
  }

  private void open(int change) {
    open.addAndGet(change);
  }

  @Override
  public ProgressReports open() {
    open(1);
    return new ProgressReports() {
      @Override
      public void report(Progress progress) {
        all.add(progress);
      }

      @Override
      public void close() {
        open(-1);
      }
    };
  }
}
