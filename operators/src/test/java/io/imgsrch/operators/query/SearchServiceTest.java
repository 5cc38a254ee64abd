package io.imgsrch.operators.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.validity.ImageOffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SearchServiceTest {
  private static final int SEARCHES = 20;

  private final FakeIndex index = new FakeIndex();
  private final FakeValidity validity = new FakeValidity();
  private final FakeMirror mirror = new FakeMirror();
  private final FakeEmbedder embedder = new FakeEmbedder();
  private final Backends backends =
      new Backends(
          index,
          validity,
          mirror,
          new FakeStandings(),
          embedder,
          PhotoSource.none(),
          AvailabilityWriter.none());
  private SearchService service =
      new SearchService(backends, Samples.LIMITS, PictureUrls.NONE, () -> 12L);

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void aHitIsWhatTheStateSays() {
    index.add("i1", 0.9);
    validity.add(Samples.offer(7, "p", "shoes", true, "i1"));

    var answer = search(Samples.request(10));

    assertThat(answer.hits())
        .containsExactly(
            new Hit(
                7,
                "p",
                "title of p",
                "shoes",
                1_999,
                "EUR",
                0.9f,
                "i1",
                null,
                3,
                null,
                Samples.TRACE_ID));
    assertThat(answer.verified()).isTrue();
    assertThat(answer.degradeLevel()).isEqualTo(SearchAnswer.NORMAL);
    assertThat(answer.indexAgeMs()).isEqualTo(12);
    assertThat(answer.traceId()).isEqualTo("trace");
    assertThat(answer.tookMs().total()).isPositive();
  }

  @Test
  void theWholeScopeMustHoldOnOneOffer() {
    index.add("i1", 0.9);
    validity.add(Samples.offer(1, "p", "shoes", true, "i1"));
    validity.add(Samples.offer(2, "q", "bags", true, "i1"));
    validity.add(Samples.offer(3, "r", "bags", false, "i1"));

    assertThat(search(Samples.request(10, new Scope(Set.of(1L, 3L), "bags"))).hits()).isEmpty();
    assertThat(search(Samples.request(10, new Scope(Set.of(1L, 2L), "bags"))).hits())
        .extracting(Hit::productId)
        .containsExactly("q");
  }

  @Test
  void aProductIsShownOnceWithItsBestPicture() {
    index.add("i1", 0.5).add("i2", 0.8).add("i3", 0.7);
    validity.add(Samples.offer(1, "p", "shoes", true, "i1", "i2"));
    validity.add(Samples.offer(1, "q", "shoes", true, "i3"));

    assertThat(search(Samples.request(10)).hits())
        .extracting(Hit::productId, Hit::imagePk)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("p", "i2"),
            org.assertj.core.groups.Tuple.tuple("q", "i3"));
  }

  @Test
  void equalScoresAreOrderedByMerchantAndProduct() {
    index.add("i1", 0.5).add("i2", 0.5).add("i3", 0.5);
    validity.add(Samples.offer(2, "a", "shoes", true, "i1", "i3"));
    validity.add(Samples.offer(10, "a", "shoes", true, "i1"));
    validity.add(Samples.offer(2, "B", "shoes", true, "i2"));

    assertThat(search(Samples.request(10)).hits())
        .extracting(hit -> hit.merchantId() + "/" + hit.productId() + "/" + hit.imagePk())
        .containsExactly("2/B/i2", "2/a/i1", "10/a/i1");
  }

  @Test
  void asksForMoreUntilThePageIsFull() {
    for (int i = 0; i < 200; i++) {
      index.add("i" + i, 1 - i / 1_000.0);
    }
    validity.add(Samples.offer(1, "near", "shoes", true, "i3"));
    validity.add(Samples.offer(1, "far", "shoes", true, "i120"));

    assertThat(search(Samples.request(2)).hits())
        .extracting(Hit::productId)
        .containsExactly("near", "far");
    assertThat(index.asked).containsExactly(8, 32, 128);
  }

  @Test
  void asksNoFurtherThanTheIndexAndTheScoreReach() {
    for (int i = 0; i < 40; i++) {
      index.add("i" + i, 1 - i / 100.0);
    }

    assertThat(search(Samples.request(2)).hits()).isEmpty();
    assertThat(index.asked).containsExactly(8, 32, 128);

    index.asked.clear();
    var example = new Example.Vector(Samples.unitVector(0));
    search(new SearchRequest(example, Scope.ALL, 2, 0.95));
    assertThat(index.asked).containsExactly(8);
  }

  @Test
  void asksForNoMoreThanTheMostCandidates() {
    restart(new SearchLimits(Duration.ofSeconds(10), Duration.ofSeconds(2), 4, 20, 16, 8, 256));
    for (int i = 0; i < 40; i++) {
      index.add("i" + i, 1 - i / 100.0);
    }

    assertThat(search(Samples.request(2)).hits()).isEmpty();
    assertThat(index.asked).containsExactly(8, 20);
  }

  @Test
  void dropsWhatThePageCheckRefusesAndFillsThePageAgain() {
    index.add("i1", 0.9).add("i2", 0.8).add("i3", 0.7).add("i4", 0.6).add("i5", 0.5);
    for (int i = 1; i <= 5; i++) {
      validity.addOnlyImageOffer("i" + i, new ImageOffer(1, "p" + i, "shoes", true));
    }
    validity.addOnlyOffer(Samples.deleted(1, "p1"));
    validity.addOnlyOffer(Samples.offer(1, "p2", "shoes", false, "i2"));
    validity.addOnlyOffer(Samples.offer(1, "p3", "bags", true, "i3"));
    validity.addOnlyOffer(Samples.offer(1, "p4", "shoes", true, "another"));
    validity.addOnlyOffer(Samples.offer(1, "p5", "shoes", true, "i5"));

    var answer = search(Samples.request(1, new Scope(null, "shoes")));

    assertThat(answer.hits()).extracting(Hit::productId).containsExactly("p5");
    assertThat(answer.verified()).isTrue();
  }

  @Test
  void whatCannotBeReadIsNotShownAndTheAnswerSaysSo() {
    index.add("i1", 0.9).add("i2", 0.8).add("i3", 0.7);
    for (int i = 1; i <= 3; i++) {
      validity.add(Samples.offer(1, "p" + i, "shoes", true, "i" + i));
    }
    validity.failing.add("i1");
    validity.failing.add("1/p2");

    var answer = search(Samples.request(10));

    assertThat(answer.hits()).extracting(Hit::productId).containsExactly("p3");
    assertThat(answer.verified()).isFalse();
    assertThat(answer.degradeLevel()).isEqualTo(SearchAnswer.SOME_READS_FAILED);
  }

  @Test
  void thereIsNoAnswerWhenNothingCanBeRead() {
    index.add("i1", 0.9);
    validity.failsAlways = true;

    assertFails(Samples.request(10), ErrorCode.STATE_UNAVAILABLE);
  }

  @Test
  void withAMirrorOnlyThePageIsReadFromTheState() {
    index.add("i1", 0.9).add("i2", 0.8).add("i3", 0.7).add("i4", 0.6);
    validity.addOnlyOffer(Samples.offer(1, "p", "shoes", true, "i2"));
    validity.addOnlyOffer(Samples.offer(1, "withdrawn", "shoes", false, "i3"));
    mirror
        .hold()
        .picture("i1", 0.9)
        .picture("i2", 0.8)
        .absent("i3", 0.7)
        .offer(1, "p", "i2")
        .offer(1, "withdrawn", "i3");

    var answer = search(Samples.request(10));

    assertThat(answer.hits()).extracting(Hit::productId).containsExactly("p");
    assertThat(answer.verified()).isTrue();
    assertThat(validity.succeeded).hasValue(2);
  }

  @Test
  void aPageThatCannotBeReadIsNoneAlthoughTheMirrorIsThere() {
    index.add("i1", 0.9);
    validity.failsAlways = true;
    mirror.hold().picture("i1", 0.9).offer(1, "p", "i1");

    assertFails(Samples.request(1), ErrorCode.STATE_UNAVAILABLE);
  }

  @Test
  void aFailingIndexIsNamed() {
    index.failure = new IllegalStateException("collection not loaded");

    assertFails(Samples.request(10), ErrorCode.INDEX_UNAVAILABLE);
  }

  @Test
  void whileTheIndexFailsAllThatIsAllowedIsScoredInMemory() {
    preferIndex();
    index.failure = new IllegalStateException("collection not loaded");
    holdInMemory();

    var answer = search(Samples.request(10));

    assertThat(answer.hits()).extracting(Hit::productId).containsExactly("p", "q");
    assertThat(answer.hits()).extracting(Hit::score).containsExactly(0.9f, 0.8f);
    assertThat(answer.verified()).isTrue();
    assertThat(answer.degradeLevel()).isEqualTo(SearchAnswer.IN_MEMORY);

    index.failure = null;
    assertThat(search(Samples.request(10)).degradeLevel()).isEqualTo(SearchAnswer.NORMAL);
    assertThat(index.asked).hasSize(2);
  }

  @Test
  void anIndexThatHangsIsNotWaitedForToTheEnd() {
    preferIndex(new SearchLimits(Duration.ofSeconds(10), Duration.ofMillis(20), 4, 64, 16, 1, 256));
    index.hangs = true;
    holdInMemory();

    for (int i = 0; i < SEARCHES; i++) {
      var answer = search(Samples.request(1));
      assertThat(answer.hits()).extracting(Hit::productId).containsExactly("p");
      assertThat(answer.degradeLevel()).isEqualTo(SearchAnswer.IN_MEMORY);
    }
    assertThat(index.asked).as("by the first searches, and now and then").hasSizeLessThan(SEARCHES);
  }

  @Test
  void theAnswerSaysThatPicturesWereNotInMemory() {
    index.failure = new IllegalStateException("collection not loaded");
    holdInMemory().absent("i4", 0.7).offer(1, "far", "i4");

    assertThat(search(Samples.request(10)).degradeLevel()).isEqualTo(SearchAnswer.PARTLY_IN_MEMORY);
  }

  @Test
  void withoutAnyVectorInMemoryAFailingIndexIsNamed() {
    index.failure = new IllegalStateException("collection not loaded");
    mirror.hold().absent("i1", 0.9).offer(1, "p", "i1");

    assertFails(Samples.request(10), ErrorCode.INDEX_UNAVAILABLE);
  }

  @Test
  void aKnownPictureIsSearchedByItsVectorInMemoryWhileTheIndexFails() {
    index.failure = new IllegalStateException("collection not loaded");
    holdInMemory();
    var imagePk = Samples.imagePk("x");
    mirror.vectors.put(imagePk, Samples.unitVector(1));

    var known = new SearchRequest(new Example.Known(imagePk), Scope.ALL, 10, -1);
    assertThat(search(known).hits()).hasSize(2);
    var unknown = new Example.Known(Samples.imagePk("y"));
    assertFails(new SearchRequest(unknown, Scope.ALL, 1, -1), ErrorCode.INDEX_UNAVAILABLE);
  }

  /** Two offers, and pictures in memory, one of which no offer shows any more. */
  private FakeCatalogue holdInMemory() {
    validity.addOnlyOffer(Samples.offer(1, "p", "shoes", true, "i1"));
    validity.addOnlyOffer(Samples.offer(1, "q", "shoes", true, "i2"));
    return mirror
        .hold()
        .picture("i1", 0.9)
        .picture("i2", 0.8)
        .picture("i3", 0.95)
        .offer(1, "p", "i1")
        .offer(1, "q", "i2");
  }

  @Test
  void aSearchEndsInTimeAndFreesItsPlace() {
    restart(new SearchLimits(Duration.ofMillis(50), Duration.ofSeconds(2), 4, 4_096, 16, 1, 256));
    index.hangs = true;
    assertFails(Samples.request(10), ErrorCode.SEARCH_TIMEOUT);
    index.hangs = false;
    index.add("i1", 0.5);
    validity.hangs = true;
    assertFails(Samples.request(10), ErrorCode.SEARCH_TIMEOUT);
    validity.hangs = false;

    assertThat(search(Samples.request(10)).verified()).isTrue();
  }

  @Test
  void searchesBeyondTheBoundAreRefused() {
    restart(new SearchLimits(Duration.ofSeconds(10), Duration.ofSeconds(2), 4, 4_096, 16, 1, 256));
    index.hangs = true;
    var first = service.search(Samples.request(10), "trace");

    assertFails(Samples.request(10), ErrorCode.OVERLOADED);
    assertThat(first).isNotDone();
  }

  @Test
  void aBadPhotoIsItsReason() {
    for (var reason : List.of(Reason.NOT_AN_IMAGE, Reason.TOO_MANY_PIXELS, Reason.BROKEN_PICTURE)) {
      var photo = new Example.Photo(reason.name().getBytes(StandardCharsets.US_ASCII));

      assertFails(new SearchRequest(photo, Scope.ALL, 1, -1), ErrorCode.valueOf(reason.name()));
    }
  }

  @Test
  void aKnownPictureIsSearchedByItsStoredVector() {
    var imagePk = Samples.imagePk("x");
    index.add(imagePk, 1);
    search(new SearchRequest(new Example.Known(imagePk), Scope.ALL, 1, -1));

    assertThat(index.vectors.get(0)).isEqualTo(Samples.unitVector(7));
    var unknown = new Example.Known(Samples.imagePk("y"));
    assertFails(new SearchRequest(unknown, Scope.ALL, 1, -1), ErrorCode.IMAGE_NOT_FOUND);
  }

  @Test
  void aVectorOfAnyLengthIsMadeAUnitVector() {
    var vector = Samples.unitVector(3);
    vector[3] = 4;
    search(new SearchRequest(new Example.Vector(vector), Scope.ALL, 1, -1));

    assertThat(index.vectors.get(0)).isEqualTo(Samples.unitVector(3));
  }

  private void restart(SearchLimits limits) {
    service.close();
    service = new SearchService(backends, limits, PictureUrls.NONE, () -> null);
  }

  private void preferIndex() {
    preferIndex(Samples.LIMITS);
  }

  private void preferIndex(SearchLimits limits) {
    service.close();
    service = Samples.service(backends, limits, Samples.indexIsCheaper());
  }

  private SearchAnswer search(SearchRequest request) {
    return service.search(request, "trace").join();
  }

  private void assertFails(SearchRequest request, ErrorCode code) {
    assertThatThrownBy(() -> service.search(request, "trace").join())
        .extracting(Failures::unwrapped)
        .isInstanceOfSatisfying(QueryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
