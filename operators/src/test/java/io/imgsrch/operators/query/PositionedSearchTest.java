package io.imgsrch.operators.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Position;
import io.imgsrch.config.event.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PositionedSearchTest {
  private static final Position POSITION = new Position(Topic.PRODUCTS, 0, 17);
  private static final TopicEnds ENDS = new TopicEnds(Map.of(Topic.OFFERS, Map.of(0, 12L)));
  private static final Duration SHORT = Duration.ofMillis(200);

  private final FakeIndex index = new FakeIndex();
  private final FakeValidity validity = new FakeValidity();
  private final FakeMirror mirror = new FakeMirror();
  private final HeldPositions positions = new HeldPositions();
  private final List<SearchService> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(SearchService::close);
  }

  @Test
  void aSearchGoesOnOnceItsPositionIsReached() throws Exception {
    validity.add(Samples.offer(1, "p", "shoes", true, "i1"));
    index.add("i1", 0.9);
    var answer = service(Samples.LIMITS).search(request(), "trace");
    assertThat(answer).isNotDone();
    assertThat(index.asked).isEmpty();
    positions.reached(new Minimum(ENDS, true));
    assertThat(answer).succeedsWithin(Duration.ofSeconds(5));
    assertThat(answer.join().hits()).extracting(Hit::productId).containsExactly("p");
    assertThat(index.askedForCurrent).containsOnly(true);
  }

  @Test
  void withoutAPositionNothingIsWaitedFor() {
    index.add("i1", 0.9);
    assertThat(service(Samples.LIMITS).search(Samples.request(3), "trace"))
        .succeedsWithin(Duration.ofSeconds(5));
    assertThat(index.askedForCurrent).containsOnly(false);
  }

  @Test
  void whatIsNotReachedInTimeIsToldWithHowFarItIs() {
    var refused = refusal(service(limits(SHORT, 4)).search(request(), "trace"));
    assertThat(refused.code()).isEqualTo(ErrorCode.POSITION_NOT_REACHED);
    assertThat(refused.code().status()).isEqualTo(504);
    assertThat(refused).hasMessageContaining("200 ms");
    assertThat(refused.positions())
        .containsExactly(new ReachedPosition("catalog.products", 0, 17, 16L));
    assertThat(positions.over()).isTrue();
  }

  @Test
  void thoseThatWaitLeaveRoomForTheOthers() {
    index.add("i1", 0.9);
    var service = service(limits(Duration.ofSeconds(20), 4));
    var first = service.search(request(), "trace");
    var second = service.search(request(), "trace");
    assertThat(refusal(service.search(request(), "trace")).code()).isEqualTo(ErrorCode.OVERLOADED);
    assertThat(service.search(Samples.request(3), "trace")).succeedsWithin(Duration.ofSeconds(5));
    assertThat(first).isNotDone();
    positions.reached(new Minimum(ENDS, true));
    assertThat(CompletableFuture.allOf(first, second)).succeedsWithin(Duration.ofSeconds(5));
    positions.hold();
    assertThat(service.search(request(), "trace")).isNotDone();
  }

  @Test
  void whatTheStoreMayLackIsScoredInMemory() {
    var catalogue = mirror.hold().picture("i1", 0.9).offer(1, "p", "i1");
    catalogue.positions = ENDS;
    validity.add(Samples.offer(1, "p", "shoes", true, "i1"));
    positions.reached(new Minimum(ENDS, false));
    var answer = service(Samples.LIMITS).search(request(), "trace");
    assertThat(answer).succeedsWithin(Duration.ofSeconds(5));
    assertThat(answer.join().hits()).hasSize(1);
    assertThat(answer.join().degradeLevel()).isEqualTo(SearchAnswer.NORMAL);
    assertThat(index.asked).isEmpty();
    assertThat(catalogue.scans).hasPositiveValue();
  }

  @Test
  void aCatalogueThatWentBackMeanwhileIsNotShown() {
    mirror.hold().picture("i1", 0.9).offer(1, "p", "i1");
    positions.reached(new Minimum(ENDS, true));
    assertThat(refusal(service(Samples.LIMITS).search(request(), "trace")).code())
        .isEqualTo(ErrorCode.POSITION_NOT_REACHED);
  }

  private static QueryException refusal(CompletableFuture<SearchAnswer> answer) {
    assertThat(answer)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableOfType(ExecutionException.class);
    try {
      throw new AssertionError(answer.join());
    } catch (CompletionException e) {
      return (QueryException) Failures.unwrapped(e);
    }
  }

  private static SearchRequest request() {
    var any = Samples.request(3);
    return new SearchRequest(
        any.example(), any.scope(), any.topK(), any.minScore(), false, List.of(POSITION));
  }

  private static SearchLimits limits(Duration timeout, int searches) {
    var any = Samples.LIMITS;
    return new SearchLimits(
        timeout,
        any.vectorsTimeout(),
        any.overfetch(),
        any.maxCandidates(),
        any.readsInFlight(),
        searches,
        any.dimension());
  }

  private SearchService service(SearchLimits limits) {
    var backends =
        new Backends(
            index,
            validity,
            mirror,
            new FakeStandings(),
            new FakeEmbedder(),
            PhotoSource.none(),
            AvailabilityWriter.none());
    var service =
        new SearchService(
            backends,
            limits,
            PictureUrls.NONE,
            () -> null,
            positions,
            AuditOptions.OFF,
            (recall, alarming) -> {});
    opened.add(service);
    return service;
  }

  /** Positions that are reached when it is said. */
  private static final class HeldPositions implements MinPositions {
    private volatile CompletableFuture<Minimum> minimum = new CompletableFuture<>();
    private volatile BooleanSupplier over = () -> false;

    void reached(Minimum found) {
      minimum.complete(found);
    }

    void hold() {
      minimum = new CompletableFuture<>();
    }

    boolean over() {
      return over.getAsBoolean();
    }

    @Override
    public CompletableFuture<Minimum> await(
        List<Position> positions, Scope scope, BooleanSupplier isOver) {
      over = isOver;
      return minimum.copy();
    }

    @Override
    public List<ReachedPosition> reached(List<Position> positions) {
      return positions.stream()
          .map(p -> new ReachedPosition(p.topic().topicName(), p.partition(), p.offset(), 16L))
          .toList();
    }
  }
}
