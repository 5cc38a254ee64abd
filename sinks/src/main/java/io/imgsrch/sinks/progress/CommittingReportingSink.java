package io.imgsrch.sinks.progress;

import io.imgsrch.config.progress.ProgressReports;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Leaves state and committables to the sink, so that the job's operators and states stay. */
final class CommittingReportingSink<T, S, C> extends ReportingSink<T>
    implements SupportsWriterState<T, S>, SupportsCommitter<C> {
  private static final long serialVersionUID = 1L;

  private final SupportsWriterState<T, S> stateful;
  private final SupportsCommitter<C> committing;

  /** All three are the same sink. */
  CommittingReportingSink(
      String name,
      Sink<T> sink,
      SupportsWriterState<T, S> stateful,
      SupportsCommitter<C> committing,
      ProgressReports.Factory reports) {
    super(name, sink, reports);
    this.stateful = stateful;
    this.committing = committing;
  }

  @Override
  public CommittingReportingWriter<T, S, C> createWriter(WriterInitContext context)
      throws IOException {
    return restoreWriter(context, List.of());
  }

  @Override
  public CommittingReportingWriter<T, S, C> restoreWriter(
      WriterInitContext context, Collection<S> state) throws IOException {
    var reporter = reporter(context);
    return opened(
        reporter,
        () ->
            new CommittingReportingWriter<>(
                stateful.restoreWriter(context, state), reporter, context.getMailboxExecutor()));
  }

  @Override
  public SimpleVersionedSerializer<S> getWriterStateSerializer() {
    return stateful.getWriterStateSerializer();
  }

  @Override
  public Committer<C> createCommitter(CommitterInitContext context) throws IOException {
    return committing.createCommitter(context);
  }

  @Override
  public SimpleVersionedSerializer<C> getCommittableSerializer() {
    return committing.getCommittableSerializer();
  }
}
