package io.imgsrch.operators.query;

import io.imgsrch.config.event.Position;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Knows how far events are on their way to searches. Safe for threads; nothing here blocks. */
public interface MinPositions extends AutoCloseable {
  /**
   * Waits until a search within a scope can reflect some events.
   *
   * @param over whether nobody waits any more
   * @return completes with what the search has to see to
   */
  CompletableFuture<Minimum> await(List<Position> positions, Scope scope, BooleanSupplier over);

  /** How far they are now. */
  List<ReachedPosition> reached(List<Position> positions);

  @Override
  default void close() {}

  /** Of whom nothing is known. */
  static MinPositions none() {
    return new MinPositions() {
      @Override
      public CompletableFuture<Minimum> await(
          List<Position> positions, Scope scope, BooleanSupplier over) {
        return new CompletableFuture<>();
      }

      @Override
      public List<ReachedPosition> reached(List<Position> positions) {
        return positions.stream()
            .map(p -> new ReachedPosition(p.topic().topicName(), p.partition(), p.offset(), null))
            .toList();
      }
    };
  }
}
