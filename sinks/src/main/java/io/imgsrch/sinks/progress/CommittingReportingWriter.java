package io.imgsrch.sinks.progress;

import io.imgsrch.config.progress.Reporter;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;

/** Of a writer with a state and committables. */
final class CommittingReportingWriter<T, S, C> extends ReportingWriter<T>
    implements StatefulSinkWriter<T, S>, CommittingSinkWriter<T, C> {
  private final StatefulSinkWriter<T, S> writer;

  CommittingReportingWriter(
      StatefulSinkWriter<T, S> writer, Reporter reporter, MailboxExecutor mailbox) {
    super(writer, reporter, mailbox);
    this.writer = writer;
  }

  @Override
  public List<S> snapshotState(long checkpointId) throws IOException {
    return writer.snapshotState(checkpointId);
  }

  @Override
  @SuppressWarnings("unchecked") // as in Flink: the writer of a sink with a committer is one
  public Collection<C> prepareCommit() throws IOException, InterruptedException {
    return ((CommittingSinkWriter<T, C>) writer).prepareCommit();
  }
}
