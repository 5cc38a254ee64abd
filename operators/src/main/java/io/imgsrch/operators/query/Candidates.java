package io.imgsrch.operators.query;

import io.imgsrch.operators.query.plan.Cardinality;
import io.imgsrch.operators.query.plan.Path;
import io.imgsrch.operators.query.plan.Plan;
import io.imgsrch.operators.query.plan.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pictures that one search may show, the nearest first, round by round as it is planned; and by
 * scoring in memory what is there while the vector store is away. Its calls are made one after the
 * other.
 */
final class Candidates {
  private static final Logger LOG = LoggerFactory.getLogger(Candidates.class);
  private static final double NANOS_PER_MILLI = 1e6;

  private final SearchTools tools;
  private final SearchRequest request;
  private final Executor executor;
  private final BooleanSupplier over;
  private final List<Explanation.Round> rounds = new ArrayList<>();
  private @Nullable AllowedImages allowed;
  private Path planned = Path.NOTHING;
  private Plan plan = Plan.NOTHING;
  private Found found = Found.NOTHING;
  private double indexMillis;
  private boolean storeAway;
  private Minimum minimum = Minimum.NONE;

  /**
   * @param executor of what is done in memory
   * @param over whether the search is over
   */
  Candidates(SearchTools tools, SearchRequest request, Executor executor, BooleanSupplier over) {
    this.tools = tools;
    this.request = request;
    this.executor = executor;
    this.over = over;
  }

  /** Has every plan from now on be of a catalogue that is new enough. */
  void require(Minimum oldest) {
    minimum = oldest;
  }

  /**
   * Plans by the catalogue as it is known now; returns whether there may be any.
   *
   * @throws QueryException if it is too old
   */
  boolean plan() {
    allowed = tools.backends().mirror().allowed(request.scope());
    if (!minimum.isMetBy(allowed)) {
      throw QueryException.notReached("the catalogue in memory was just replaced", List.of());
    }
    plan =
        storeAway
            ? tools.planner().exactly(cardinality(), request.topK())
            : tools.planner().first(cardinality(), request.topK());
    if (plan.path() == Path.INDEX && !minimum.indexed()) {
      plan = tools.planner().inMemory(cardinality(), request.topK());
    }
    if (rounds.isEmpty() && !storeAway) {
      planned = plan.path();
    }
    return plan.path() != Path.NOTHING;
  }

  private Cardinality cardinality() {
    var pictures = allowed;
    return pictures == null
        ? Cardinality.UNKNOWN
        : new Cardinality(
            pictures.count(), pictures.resident(), pictures.clustered(), pictures.indexed());
  }

  /** What may be shown, by the catalogue as it was when this was planned; null if not known. */
  @Nullable AllowedImages allowed() {
    return allowed;
  }

  /**
   * The pictures nearest to a vector, as planned. Each round finds those of the one before again.
   *
   * @return fails with {@link ErrorCode#INDEX_UNAVAILABLE} if neither store nor memory knows
   */
  CompletableFuture<List<ScoredImage>> near(float[] vector) {
    long start = tools.nanoClock().getAsLong();
    return round(vector)
        .thenApply(
            round -> {
              found = round;
              double took = (tools.nanoClock().getAsLong() - start) / NANOS_PER_MILLI;
              indexMillis += plan.path() == Path.INDEX ? took : 0;
              rounds.add(Explanation.Round.of(plan, round.images().size(), took));
              return round.images();
            });
  }

  /**
   * Plans a further round.
   *
   * @param hits that are on the page, which is not full
   * @return whether there may be more
   */
  boolean more(int hits) {
    var pictures = allowed;
    boolean seenAll = pictures != null && found.images().size() >= pictures.count();
    if (seenAll || found.horizon() < request.minScore()) {
      return false;
    }
    var progress = new Progress(plan, found.exhausted(), hits, indexMillis);
    var next = tools.planner().next(cardinality(), request.topK(), progress);
    if (next.path() == Path.NOTHING) {
      return false;
    }
    plan = next;
    return true;
  }

  private CompletableFuture<Found> round(float[] vector) {
    return switch (plan.path()) {
      case NOTHING -> CompletableFuture.completedFuture(Found.NOTHING);
      case EXACT -> inMemory(tools.exact(), vector);
      case CLUSTERED -> inMemory(tools.clustered(), vector);
      case INDEX -> byIndex(vector);
    };
  }

  private CompletableFuture<Found> byIndex(float[] vector) {
    if (allowed != null && !tools.index().worthwhile()) {
      return withoutStore(vector, StoreCalls.unavailable("keeps failing"));
    }
    return tools
        .index()
        .find(vector, plan.candidates(), allowed, minimum.binds(), executor)
        .exceptionallyComposeAsync(
            error ->
                withoutStore(vector, error)
                    .whenComplete(
                        (instead, none) -> {
                          if (none == null) {
                            LOG.warn("searched in memory", Failures.unwrapped(error));
                          }
                        }),
            executor);
  }

  private CompletableFuture<Found> withoutStore(float[] vector, Throwable error) {
    var pictures = allowed;
    if (pictures == null || pictures.resident() == 0) {
      return CompletableFuture.failedFuture(error);
    }
    storeAway = true;
    plan = tools.planner().exactly(cardinality(), request.topK());
    return inMemory(tools.exact(), vector);
  }

  private CompletableFuture<Found> inMemory(MemoryPath path, float[] vector) {
    var pictures = Objects.requireNonNull(allowed, "such a plan is of a catalogue in memory");
    return CompletableFuture.supplyAsync(
            () -> path.find(pictures, vector, plan.candidates(), over), executor)
        .thenCompose(
            scored ->
                scored
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(
                        () -> {
                          boolean unused = plan();
                          return round(vector);
                        }));
  }

  /** How the search had to do with less: a constant of {@link SearchAnswer}. */
  int degradeLevel() {
    var pictures = allowed;
    return !storeAway || pictures == null
        ? SearchAnswer.NORMAL
        : pictures.resident() == pictures.count()
            ? SearchAnswer.IN_MEMORY
            : SearchAnswer.PARTLY_IN_MEMORY;
  }

  Explanation explanation() {
    var pictures = allowed;
    return new Explanation(
        planned,
        plan.path(),
        pictures == null ? null : Integer.valueOf(pictures.count()),
        pictures == null ? null : Integer.valueOf(pictures.resident()),
        List.copyOf(rounds));
  }
}
