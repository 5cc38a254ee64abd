package io.imgsrch.operators.query.state;

import io.imgsrch.operators.async.Breaker;
import io.imgsrch.operators.batch.BatchAnswer;
import io.imgsrch.operators.batch.BatchAnswer.NoValue;
import io.imgsrch.operators.batch.BatchAnswer.Value;
import io.imgsrch.operators.batch.KeyBatch;
import io.imgsrch.operators.batch.Subtasks;
import io.imgsrch.operators.query.Failures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Reads many keys of a state with one request to each subtask that holds some. Which one holds a
 * key follows from how many there are, which every answer says: where that is not known yet, or has
 * changed, a subtask leaves out what it does not hold, and the rest is asked for again. Where the
 * job knows of no batches, as those before this version, keys are read one by one.
 */
final class BatchedReads<T> {
  /** More are needed only while the number of subtasks changes, or values are huge. */
  private static final int MAX_ROUNDS = 8;

  private static final Duration ONE_BY_ONE = Duration.ofSeconds(5);

  /** Whether it is so is told by the first answer. */
  private static final Subtasks ONE = new Subtasks(1, 1);

  private final State<T> state;
  private final TypeSerializer<T> values;
  private final Duration timeout;
  private final LongSupplier nanoClock;
  private final Counter readAlone;
  private final Breaker supported;
  private volatile Subtasks subtasks = ONE;

  /** Where the values are read. */
  interface State<T> {
    /** Reads many keys; fails after the limit, with {@link StateReadException}. */
    CompletableFuture<BatchAnswer> ask(KeyBatch keys, Duration limit);

    /** Reads one key. */
    CompletableFuture<Optional<T>> askForOne(String key);
  }

  /**
   * @param timeout of a read, however often some of its keys are asked for
   * @param nanoClock as {@link System#nanoTime}
   * @param readAlone counts the keys that are read one by one
   */
  BatchedReads(
      State<T> state,
      TypeSerializer<T> values,
      Duration timeout,
      LongSupplier nanoClock,
      Counter readAlone) {
    this.state = state;
    this.values = values;
    this.timeout = timeout;
    this.nanoClock = nanoClock;
    this.readAlone = readAlone;
    this.supported = new Breaker(1, ONE_BY_ONE, nanoClock);
  }

  /**
   * What the state holds for each of the keys.
   *
   * @return each key once; each fails by itself
   */
  Map<String, CompletableFuture<Optional<T>>> read(List<String> keys) {
    var distinct = new LinkedHashSet<>(keys);
    return supported.allows()
        ? new Round(nanoClock.getAsLong(), 1).read(distinct)
        : oneByOne(distinct);
  }

  private Map<String, CompletableFuture<Optional<T>>> oneByOne(Collection<String> keys) {
    readAlone.inc(keys.size());
    return each(keys, state::askForOne);
  }

  private static <V> Map<String, V> each(Collection<String> keys, Function<String, V> read) {
    return keys.stream().collect(Collectors.toMap(Function.identity(), read));
  }

  /** The keys of one subtask each, as many together as go into a batch. */
  private List<KeyBatch> batches(Collection<String> keys) {
    var known = subtasks;
    var bySubtask = keys.stream().collect(Collectors.groupingBy(known::holderOf));
    var batches = new ArrayList<KeyBatch>();
    for (var held : bySubtask.values()) {
      for (int from = 0; from < held.size(); from += KeyBatch.MAX_KEYS) {
        int to = Math.min(held.size(), from + KeyBatch.MAX_KEYS);
        batches.add(new KeyBatch(held.subList(from, to)));
      }
    }
    return batches;
  }

  private CompletableFuture<Optional<T>> value(String key, BatchAnswer.Entry entry) {
    if (!(entry instanceof Value value)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    var in = new DataInputDeserializer(value.bytes());
    try {
      var read = values.deserialize(in);
      if (in.available() == 0) {
        return CompletableFuture.completedFuture(Optional.of(read));
      }
      throw new IOException("%d bytes behind the value".formatted(in.available()));
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(
          new StateReadException("%s: %s".formatted(key, e.getMessage()), e));
    }
  }

  /** Asks for keys once; what is left out is for the next round. */
  private final class Round {
    private final long start;
    private final int number;

    /**
     * @param start of the first round, as the clock has it
     * @param number from 1 on
     */
    Round(long start, int number) {
      this.start = start;
      this.number = number;
    }

    Map<String, CompletableFuture<Optional<T>>> read(Collection<String> keys) {
      var reads = new HashMap<String, CompletableFuture<Optional<T>>>();
      for (var batch : batches(keys)) {
        var answer = ask(batch).handle((said, error) -> taken(batch, said, error));
        for (var key : batch.keys()) {
          reads.put(key, answer.thenCompose(each -> Objects.requireNonNull(each.get(key))));
        }
      }
      return reads;
    }

    private CompletableFuture<BatchAnswer> ask(KeyBatch batch) {
      var left = timeout.minusNanos(nanoClock.getAsLong() - start);
      return number > MAX_ROUNDS || left.isNegative()
          ? CompletableFuture.failedFuture(
              new StateReadException(
                  "%s: left out %d times within %d ms"
                      .formatted(batch, number - 1, timeout.minus(left).toMillis())))
          : state.ask(batch, left);
    }

    private Map<String, CompletableFuture<Optional<T>>> taken(
        KeyBatch batch, @Nullable BatchAnswer answer, @Nullable Throwable error) {
      if (answer == null) {
        return failed(batch, Failures.unwrapped(Objects.requireNonNull(error)));
      }
      var keys = batch.keys();
      if (answer.entries().size() != keys.size()) {
        return failed(
            batch,
            new StateReadException(
                "%s: an answer about %d keys".formatted(batch, answer.entries().size())));
      }
      supported.succeeded();
      subtasks = answer.subtasks();
      var reads = new HashMap<String, CompletableFuture<Optional<T>>>();
      var leftOut = new ArrayList<String>();
      for (int i = 0; i < keys.size(); i++) {
        var entry = answer.entries().get(i);
        if (entry == NoValue.LEFT_OUT) {
          leftOut.add(keys.get(i));
        } else {
          reads.put(keys.get(i), value(keys.get(i), entry));
        }
      }
      reads.putAll(new Round(start, number + 1).read(leftOut));
      return reads;
    }

    private Map<String, CompletableFuture<Optional<T>>> failed(KeyBatch batch, Throwable error) {
      if (error instanceof StateReadException failure && failure.isStateUnknown()) {
        supported.failed();
        return oneByOne(batch.keys());
      }
      return each(batch.keys(), key -> CompletableFuture.failedFuture(error));
    }
  }
}
