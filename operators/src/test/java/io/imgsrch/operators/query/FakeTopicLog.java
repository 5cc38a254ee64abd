package io.imgsrch.operators.query;

import io.imgsrch.config.event.Topic;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Topics that end where they are told to. */
public final class FakeTopicLog implements TopicLog {
  public final AtomicInteger asked = new AtomicInteger();
  private final Map<Topic, Map<Integer, Long>> offsets = new EnumMap<>(Topic.class);
  private @Nullable CompletableFuture<TopicEnds> held;
  private int failures;

  /** Ends a partition. */
  public synchronized void end(Topic topic, int partition, long offset) {
    offsets.put(topic, Map.of(partition, offset));
  }

  /** Fails the next calls. */
  public synchronized void fail(int calls) {
    failures = calls;
  }

  /** Leaves the next call unanswered, until the future is completed. */
  public synchronized CompletableFuture<TopicEnds> hold() {
    var next = new CompletableFuture<TopicEnds>();
    held = next;
    return next;
  }

  @Override
  public synchronized CompletableFuture<TopicEnds> ends() {
    asked.incrementAndGet();
    if (failures > 0) {
      failures--;
      return CompletableFuture.failedFuture(new IllegalStateException("Kafka is away"));
    }
    var next = held;
    if (next != null) {
      held = null;
      return next;
    }
    return CompletableFuture.completedFuture(new TopicEnds(Map.copyOf(offsets)));
  }

  @Override
  public void close() {}
}
