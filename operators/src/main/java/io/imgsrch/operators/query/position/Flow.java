package io.imgsrch.operators.query.position;

import io.imgsrch.config.event.Position;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.progress.ProgressBook;
import io.imgsrch.operators.query.TopicEnds;
import io.imgsrch.operators.registry.RegistryState;
import io.imgsrch.operators.validity.ValidityState;
import java.util.OptionalLong;
import java.util.Set;

/** The way of an event through the jobs, as the README draws it. */
record Flow(ProgressBook book) {
  /** The latter stand for the state that knows the offers of a picture. */
  private static final Set<String> OFFERS =
      Set.of(Topic.OFFERS.topicName(), Topic.BITMAPS.topicName());

  private static final Set<String> LISTINGS_AND_IMAGES =
      Set.of(Topic.LISTINGS.topicName(), Topic.IMAGES.topicName());
  private static final Set<String> MILVUS = Set.of(ProgressBook.MILVUS);

  /** Up to where a partition of a topic of events was worked off by the job that reads it. */
  OptionalLong reached(Topic topic, int partition) {
    return topic == Topic.PRODUCTS
        ? book.reached(RegistryState.JOB_NAME, LISTINGS_AND_IMAGES, topic, partition)
        : book.reached(ValidityState.JOB_NAME, OFFERS, topic, partition);
  }

  boolean isReached(Position position) {
    var reached = reached(position.topic(), position.partition());
    return reached.isPresent() && reached.getAsLong() >= position.offset();
  }

  /** Whether every listing before some ends has become an offer. */
  boolean areOffers(TopicEnds ends) {
    return areReached(ends, Topic.LISTINGS, ValidityState.JOB_NAME, OFFERS);
  }

  /** Whether every picture before some ends is in the vector store. */
  boolean areIndexed(TopicEnds ends) {
    return areReached(ends, Topic.IMAGES, RegistryState.JOB_NAME, MILVUS);
  }

  private boolean areReached(TopicEnds ends, Topic topic, String job, Set<String> sinks) {
    return ends.of(topic).entrySet().stream()
        .allMatch(
            end -> {
              long last = end.getValue() - 1;
              return last < 0 || book.reached(job, sinks, topic, end.getKey()).orElse(-1) >= last;
            });
  }
}
