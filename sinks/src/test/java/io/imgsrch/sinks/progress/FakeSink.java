package io.imgsrch.sinks.progress;

import io.imgsrch.sinks.batch.WritesLater;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.jspecify.annotations.Nullable;

/** A sink that notes what it is told; one that tells when it has written, on demand. */
final class FakeSink implements Sink<String> {
  private static final long serialVersionUID = 1L;

  final transient List<String> told = new CopyOnWriteArrayList<>();
  final transient Semaphore flushes = new Semaphore(Integer.MAX_VALUE);
  final transient CountDownLatch flushing = new CountDownLatch(1);
  final transient CountDownLatch interrupted = new CountDownLatch(1);
  private final boolean later;
  private transient @Nullable Runnable whenWritten;
  @Nullable IOException refusal;
  @Nullable IOException unflushable;

  FakeSink(boolean later) {
    this.later = later;
  }

  /** Runs what waits for everything to be written. */
  void wrote() {
    if (whenWritten != null) {
      whenWritten.run();
    }
  }

  @Override
  public SinkWriter<String> createWriter(WriterInitContext context) throws IOException {
    if (refusal != null) {
      throw refusal;
    }
    return later ? new LateWriter() : new Writer();
  }

  private class Writer implements SinkWriter<String> {
    @Override
    public void write(String element, Context context) {
      told.add(element);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
      told.add("flush");
      flushing.countDown();
      try {
        flushes.acquire();
      } catch (InterruptedException e) {
        interrupted.countDown();
        throw e;
      }
      if (unflushable != null) {
        throw unflushable;
      }
    }

    @Override
    public void close() {
      told.add("close");
    }
  }

  private final class LateWriter extends Writer implements WritesLater {
    @Override
    public void whenWritten(Runnable action) {
      whenWritten = action;
    }
  }
}
