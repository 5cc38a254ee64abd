package io.imgsrch.operators.query.position;

import io.imgsrch.config.event.Position;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.query.TopicEnds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events that were proven to be in the topics that searches live on, and up to where: the newest of
 * each partition, as long as no job begins a new run. Safe for threads.
 */
final class ProvenPositions {
  private final Map<Partition, Proof> proofs = new HashMap<>();
  private long runs;

  private record Partition(Topic topic, int number) {}

  private record Proof(long offset, TopicEnds ends) {}

  /** Up to where the topics have to be read to hold some events; empty if that is not known. */
  synchronized Optional<TopicEnds> of(List<Position> positions, long currentRuns) {
    forgetOtherThan(currentRuns);
    var ends = TopicEnds.NONE;
    for (var position : positions) {
      var proof = proofs.get(new Partition(position.topic(), position.partition()));
      if (proof == null || proof.offset() < position.offset()) {
        return Optional.empty();
      }
      ends = ends.and(proof.ends());
    }
    return Optional.of(ends);
  }

  synchronized void add(List<Position> positions, TopicEnds ends, long currentRuns) {
    forgetOtherThan(currentRuns);
    for (var position : positions) {
      proofs.merge(
          new Partition(position.topic(), position.partition()),
          new Proof(position.offset(), ends),
          (before, now) -> before.offset() >= now.offset() ? before : now);
    }
  }

  private void forgetOtherThan(long currentRuns) {
    if (runs != currentRuns) {
      proofs.clear();
      runs = currentRuns;
    }
  }
}
