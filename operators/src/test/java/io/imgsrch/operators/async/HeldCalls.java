package io.imgsrch.operators.async;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/** Adds an exclamation mark, when it is told to. */
final class HeldCalls extends RichAsyncFunction<String, String> {
  private static final long serialVersionUID = 1L;
  static final String REFUSED = "refused";

  private final transient Map<String, ResultFuture<String>> waiting = new ConcurrentHashMap<>();

  @Override
  public void open(OpenContext context) {
    getRuntimeContext().getMetricGroup();
  }

  @Override
  public void asyncInvoke(String input, ResultFuture<String> result) {
    if (input.equals(REFUSED)) {
      throw new IllegalArgumentException(REFUSED);
    }
    waiting.put(input, result);
  }

  Set<String> waiting() {
    return Set.copyOf(waiting.keySet());
  }

  void forget() {
    waiting.clear();
  }

  void complete(String input) {
    var result = Objects.requireNonNull(waiting.remove(input), input);
    result.complete(List.of(input + "!"));
    result.complete(List.of("twice"));
  }

  void fail(String input, Exception failure) {
    Objects.requireNonNull(waiting.remove(input), input).completeExceptionally(failure);
  }
}
