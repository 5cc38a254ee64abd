package io.imgsrch.sinks.batch;

import io.imgsrch.config.fault.Failpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.streaming.runtime.tasks.StreamTaskActionExecutor;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.apache.flink.streaming.runtime.tasks.mailbox.MailboxExecutorImpl;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailboxImpl;

/** A writer on a real mailbox, whose task thread is the test's, under a clock that we set. */
final class WriterFixture {
  static final String NAME = "the store at host:1";
  static final Backoff QUICK = new Backoff(3, Duration.ofMillis(1), Duration.ofMillis(2));
  static final BatchLimits LIMITS =
      new BatchLimits(
          2,
          1_000,
          Duration.ofMillis(50),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          QUICK,
          QUICK);

  final FakeStore store = new FakeStore();
  final TestProcessingTimeService time = new TestProcessingTimeService();
  final MailboxExecutorImpl mailbox =
      new MailboxExecutorImpl(new TaskMailboxImpl(), 0, StreamTaskActionExecutor.IMMEDIATE);
  final BatchingWriter<Row> writer;

  private final Map<String, Counter> counters = new HashMap<>();

  WriterFixture() throws IOException {
    this(LIMITS);
  }

  WriterFixture(BatchLimits limits) throws IOException {
    var metrics =
        new UnregisteredMetricsGroup() {
          @Override
          public Counter counter(String name) {
            return counters.computeIfAbsent(name, unused -> new SimpleCounter());
          }
        };
    writer =
        new BatchingWriter<>(
            NAME,
            StoreThread.open(NAME, limits, () -> store),
            new Row.Shape(),
            limits,
            new FlushFailpoints(Failpoint.MILVUS_FLUSH, Failpoint.MILVUS_FLUSHED),
            mailbox,
            time,
            metrics);
  }

  void write(Row... rows) throws IOException, InterruptedException {
    for (var row : rows) {
      writer.write(row, new NoContext());
    }
  }

  long counted(String name) {
    return counters.getOrDefault(name, new SimpleCounter()).getCount();
  }

  static boolean threadLives() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("imgsrch-sink " + NAME));
  }
}
