package io.imgsrch.operators.async;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.operators.AbstractUdfStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.apache.flink.streaming.runtime.streamrecord.StreamElementSerializer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** What {@link UnorderedAsync} adds. All state belongs to the task's thread. */
final class UnorderedAsyncOperator<IN, OUT>
    extends AbstractUdfStreamOperator<OUT, AsyncFunction<IN, OUT>>
    implements OneInputStreamOperator<IN, OUT>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  /** That of Flink's own operator, whose checkpoints we restore, and which restores ours. */
  private static final String STATE_NAME = "_async_wait_operator_state_";

  private final long timeoutMillis;
  private final int capacity;
  private final transient MailboxExecutor mailbox;
  private final transient PendingElements<IN> pending = new PendingElements<>();
  private transient TimestampedCollector<OUT> collector;
  private transient ListState<StreamElement> state;

  UnorderedAsyncOperator(
      StreamOperatorParameters<OUT> parameters,
      AsyncFunction<IN, OUT> function,
      long timeoutMillis,
      int capacity) {
    // With the parameters, Flink would set up before there is a function to tell of its context.
    super(function);
    processingTimeService = parameters.getProcessingTimeService();
    setup(parameters.getContainingTask(), parameters.getStreamConfig(), parameters.getOutput());
    this.timeoutMillis = timeoutMillis;
    this.capacity = capacity;
    this.mailbox = parameters.getMailboxExecutor();
    this.collector = new TimestampedCollector<>(output);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    var serializer =
        new StreamElementSerializer<>(
            getOperatorConfig().<IN>getTypeSerializerIn(0, getUserCodeClassloader()));
    state =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>(STATE_NAME, serializer));
  }

  /** Starts again what was on its way; watermarks among it are of a run that is over. */
  @Override
  public void open() throws Exception {
    super.open();
    for (var element : state.get()) {
      if (element.isRecord()) {
        processElement(element.asRecord());
      }
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    state.update(pending.records());
  }

  @Override
  public void processElement(StreamRecord<IN> element) throws Exception {
    while (pending.size() >= capacity) {
      mailbox.yield();
    }
    // The record is Flink's, and may be used again; its value is immutable, as all our events are.
    var call = new Call(pending.add(element.copy(element.getValue())));
    call.startTimer();
    userFunction.asyncInvoke(element.getValue(), call);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    emit(pending.add(mark));
  }

  @Override
  public void endInput() throws InterruptedException {
    while (pending.size() > 0) {
      mailbox.yield();
    }
  }

  private void emit(@Nullable Watermark mark) throws Exception {
    if (mark != null) {
      super.processWatermark(mark);
    }
  }

  /** One call of the function; only the first result counts. */
  private final class Call implements ResultFuture<OUT> {
    private final PendingElements.Entry<IN> entry;
    private final AtomicBoolean completed = new AtomicBoolean();
    private @Nullable ScheduledFuture<?> timer;

    Call(PendingElements.Entry<IN> entry) {
      this.entry = entry;
    }

    void startTimer() {
      if (timeoutMillis > 0) {
        var time = getProcessingTimeService();
        timer =
            time.registerTimer(
                time.getCurrentProcessingTime() + timeoutMillis,
                now -> {
                  if (!completed.get()) {
                    userFunction.timeout(entry.record().getValue(), this);
                  }
                });
      }
    }

    @Override
    public void complete(Collection<OUT> results) {
      complete(() -> results);
    }

    @Override
    public void complete(CollectionSupplier<OUT> results) {
      if (completed.compareAndSet(false, true)) {
        mailbox.execute(() -> finish(results.get()), "result of an asynchronous call");
      }
    }

    /** Fails the task; what waits for room, or for the end, goes on meanwhile. */
    @Override
    public void completeExceptionally(Throwable error) {
      if (completed.compareAndSet(false, true)) {
        getContainingTask()
            .getEnvironment()
            .failExternally(
                new Exception("Could not complete the element " + entry.record(), error));
        mailbox.execute(() -> finish(List.of()), "failure of an asynchronous call");
      }
    }

    private void finish(Collection<OUT> results) throws Exception {
      if (timer != null) {
        timer.cancel(true);
      }
      if (entry.record().hasTimestamp()) {
        collector.setAbsoluteTimestamp(entry.record().getTimestamp());
      } else {
        collector.eraseTimestamp();
      }
      results.forEach(collector::collect);
      emit(pending.remove(entry));
    }
  }
}
