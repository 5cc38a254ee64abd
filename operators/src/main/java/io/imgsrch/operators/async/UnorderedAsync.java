package io.imgsrch.operators.async;

import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/**
 * Asynchronous calls whose results are emitted as they come, past any watermark; a watermark waits
 * until everything before it is emitted.
 *
 * <p>{@link org.apache.flink.streaming.api.datastream.AsyncDataStream#unorderedWait} lets no result
 * pass a watermark, so that one slow call would hold up all later ones. The state is the same:
 * checkpoints of either can be restored by the other.
 */
public final class UnorderedAsync<IN, OUT> extends AbstractStreamOperatorFactory<OUT>
    implements OneInputStreamOperatorFactory<IN, OUT> {
  private static final long serialVersionUID = 1L;

  private final AsyncFunction<IN, OUT> function;
  private final Duration timeout;
  private final int capacity;

  /**
   * @param timeout of one call; zero for none
   * @param capacity calls on the way; the stream waits where there are so many
   */
  public UnorderedAsync(AsyncFunction<IN, OUT> function, Duration timeout, int capacity) {
    this.function = function;
    this.timeout = timeout;
    this.capacity = capacity;
  }

  /** Calls the function with each element of a stream of immutable elements. */
  public static <IN, OUT> SingleOutputStreamOperator<OUT> wait(
      DataStream<IN> in,
      AsyncFunction<IN, OUT> function,
      Class<OUT> type,
      Duration timeout,
      int capacity) {
    return in.transform(
        "async",
        TypeInformation.of(type),
        new UnorderedAsync<>(in.getExecutionEnvironment().clean(function), timeout, capacity));
  }

  @Override
  // Flink's signature: the caller knows what operator it asks for.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<OUT>> T createStreamOperator(
      StreamOperatorParameters<OUT> parameters) {
    return (T) new UnorderedAsyncOperator<>(parameters, function, timeout.toMillis(), capacity);
  }

  @Override
  @SuppressWarnings("rawtypes") // as Flink declares it
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return UnorderedAsyncOperator.class;
  }
}
