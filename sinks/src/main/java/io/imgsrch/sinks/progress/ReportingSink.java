package io.imgsrch.sinks.progress;

import io.imgsrch.config.event.Progress;
import io.imgsrch.config.progress.ExecutionGraph;
import io.imgsrch.config.progress.ProgressReports;
import io.imgsrch.config.progress.Reporter;
import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * A sink that reports each watermark once everything before it is written. Its writers are flushed
 * by another thread while they write, as Kafka's can be, or tell when they have written.
 */
public class ReportingSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final Sink<T> sink;
  private final ProgressReports.Factory reports;

  ReportingSink(String name, Sink<T> sink, ProgressReports.Factory reports) {
    this.name = name;
    this.sink = sink;
    this.reports = reports;
  }

  /**
   * Reports for a sink.
   *
   * @param name of the topic or the store
   */
  public static <T> Sink<T> of(String name, Sink<T> sink, ProgressReports.Factory reports) {
    return new ReportingSink<>(name, sink, reports);
  }

  /** The same for a sink with a state and a committer, whose checkpoints stay as they are. */
  public static <T, S, C, K extends Sink<T> & SupportsWriterState<T, S> & SupportsCommitter<C>>
      Sink<T> ofCommitting(String name, K sink, ProgressReports.Factory reports) {
    return new CommittingReportingSink<>(name, sink, sink, sink, reports);
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
    var reporter = reporter(context);
    return opened(
        reporter,
        () ->
            new ReportingWriter<>(
                sink.createWriter(context), reporter, context.getMailboxExecutor()));
  }

  final Reporter reporter(WriterInitContext context) throws IOException {
    var job = context.getJobInfo();
    var task = context.getTaskInfo();
    return new Reporter(
        reports.open(),
        Progress.none(
            job.getJobName(),
            ExecutionGraph.id(context.metricGroup()),
            task.getAttemptNumber(),
            Progress.Role.SINK,
            name,
            task.getIndexOfThisSubtask(),
            task.getNumberOfParallelSubtasks()));
  }

  /** Opens a writer. */
  @FunctionalInterface
  interface Opening<W> {
    W open() throws IOException;
  }

  /** What it opens; where that fails, the reporter is closed. */
  static <W> W opened(Reporter reporter, Opening<W> opening) throws IOException {
    try {
      return opening.open();
    } catch (IOException | RuntimeException e) {
      reporter.close();
      throw e;
    }
  }
}
