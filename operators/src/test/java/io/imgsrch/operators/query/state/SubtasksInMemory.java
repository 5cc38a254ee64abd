package io.imgsrch.operators.query.state;

import io.imgsrch.operators.batch.BatchAnswer;
import io.imgsrch.operators.batch.BatchAnswer.Entry;
import io.imgsrch.operators.batch.BatchAnswer.NoValue;
import io.imgsrch.operators.batch.BatchAnswer.Value;
import io.imgsrch.operators.batch.KeyBatch;
import io.imgsrch.operators.batch.Subtasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Answers as the subtasks of a job do, at once; and as they should not. */
final class SubtasksInMemory implements BatchedReads.State<String> {
  final Map<String, String> values = new HashMap<>();
  final Set<String> damaged = new HashSet<>();
  final Set<String> cutShort = new HashSet<>();
  final List<KeyBatch> asked = new ArrayList<>();
  final List<Duration> limits = new ArrayList<>();
  final List<String> askedForOne = new ArrayList<>();
  Subtasks subtasks;
  int failing = -1;
  int room = Integer.MAX_VALUE;
  boolean knowsBatches = true;
  boolean forgetful;
  Runnable beforeAnswer = () -> {};

  SubtasksInMemory(Subtasks subtasks) {
    this.subtasks = subtasks;
  }

  @Override
  public CompletableFuture<BatchAnswer> ask(KeyBatch batch, Duration limit) {
    asked.add(batch);
    limits.add(limit);
    beforeAnswer.run();
    if (!knowsBatches) {
      return CompletableFuture.failedFuture(
          new StateReadException("no such state", new IOException("no such state"), true));
    }
    int subtask = subtasks.holderOf(batch.keys().get(0));
    if (subtask == failing) {
      return CompletableFuture.failedFuture(
          new StateReadException("subtask " + subtask + " is away"));
    }
    var entries = new ArrayList<Entry>();
    int given = 0;
    for (var key : batch.keys()) {
      boolean gives = subtasks.holderOf(key) == subtask && given < room;
      entries.add(gives ? entry(key) : NoValue.LEFT_OUT);
      given += gives ? 1 : 0;
    }
    return CompletableFuture.completedFuture(
        new BatchAnswer(subtasks, forgetful ? entries.subList(0, 1) : entries));
  }

  private Entry entry(String key) {
    var value = values.get(key);
    if (value == null) {
      return NoValue.ABSENT;
    }
    var out = new DataOutputSerializer(16);
    try {
      StringSerializer.INSTANCE.serialize(value, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var bytes = out.getCopyOfBuffer();
    int more = damaged.contains(key) ? 1 : cutShort.contains(key) ? -1 : 0;
    return new Value(Arrays.copyOf(bytes, bytes.length + more));
  }

  @Override
  public CompletableFuture<Optional<String>> askForOne(String key) {
    askedForOne.add(key);
    return CompletableFuture.completedFuture(Optional.ofNullable(values.get(key)));
  }
}
