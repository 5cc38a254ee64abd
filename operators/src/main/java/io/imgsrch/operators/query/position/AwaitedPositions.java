package io.imgsrch.operators.query.position;

import io.imgsrch.config.event.Position;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.progress.ProgressBook;
import io.imgsrch.operators.query.CatalogueMirror;
import io.imgsrch.operators.query.MinPositions;
import io.imgsrch.operators.query.Minimum;
import io.imgsrch.operators.query.ReachedPosition;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.TopicEnds;
import io.imgsrch.operators.query.TopicLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows events to searches, step by step: the job that reads them has worked them off; then what
 * it wrote lies before the ends of its topics, and so on; and in the end, what searches look at
 * holds all of that.
 */
public final class AwaitedPositions implements MinPositions {
  private static final Logger LOG = LoggerFactory.getLogger(AwaitedPositions.class);
  private static final Duration LOOK = Duration.ofMillis(10);

  private final ProgressBook book;
  private final Flow flow;
  private final CatalogueMirror mirror;
  private final Coalesced<TopicEnds> ends;
  private final Conditions conditions = new Conditions(LOOK);
  private final ProvenPositions proven = new ProvenPositions();

  /** Leaves closing what it uses to its caller. */
  public AwaitedPositions(ProgressBook book, TopicLog log, CatalogueMirror mirror) {
    this.book = book;
    this.flow = new Flow(book);
    this.mirror = mirror;
    this.ends = new Coalesced<>(log::ends);
  }

  @Override
  public CompletableFuture<Minimum> await(
      List<Position> positions, Scope scope, BooleanSupplier over) {
    return proven
        .of(positions, book.runs())
        .map(CompletableFuture::completedFuture)
        .orElseGet(() -> published(positions, over))
        .thenCompose(
            required ->
                conditions
                    .await(() -> minimum(required).isMetBy(mirror.allowed(scope)), over)
                    .thenApply(seen -> minimum(required)));
  }

  private Minimum minimum(TopicEnds required) {
    return new Minimum(required, flow.areIndexed(required));
  }

  /**
   * Completes with where the topics end that searches live on, once what they wait for is there.
   */
  private CompletableFuture<TopicEnds> published(List<Position> positions, BooleanSupplier over) {
    long runs = book.runs();
    return conditions
        .await(() -> positions.stream().allMatch(flow::isReached), over)
        .thenCompose(
            reached ->
                positions.stream().anyMatch(position -> position.topic() == Topic.PRODUCTS)
                    ? listed(over)
                    : CompletableFuture.completedFuture(TopicEnds.NONE))
        .thenCompose(images -> ends(over).thenApply(now -> now.only(Topic.OFFERS).and(images)))
        .thenApply(
            required -> {
              proven.add(positions, required, runs);
              return required;
            });
  }

  /** Completes with the end of the pictures, once every listing of now has become an offer. */
  private CompletableFuture<TopicEnds> listed(BooleanSupplier over) {
    return ends(over)
        .thenCompose(
            now ->
                conditions
                    .await(() -> flow.areOffers(now), over)
                    .thenApply(offered -> now.only(Topic.IMAGES)));
  }

  private CompletableFuture<TopicEnds> ends(BooleanSupplier over) {
    return ends.get()
        .exceptionallyCompose(
            error -> {
              LOG.warn("the ends of the topics are not known, and asked for again", error);
              var again = System.nanoTime() + 10 * LOOK.toNanos();
              return conditions
                  .await(() -> System.nanoTime() - again >= 0, over)
                  .thenCompose(waited -> ends(over));
            });
  }

  @Override
  public List<ReachedPosition> reached(List<Position> positions) {
    return positions.stream()
        .map(
            position -> {
              var reached = flow.reached(position.topic(), position.partition());
              return new ReachedPosition(
                  position.topic().topicName(),
                  position.partition(),
                  position.offset(),
                  reached.isPresent() ? Long.valueOf(reached.getAsLong()) : null);
            })
        .toList();
  }

  @Override
  public void close() {
    conditions.close();
  }
}
