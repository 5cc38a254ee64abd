package io.imgsrch.operators.query.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Position;
import io.imgsrch.config.event.Progress;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.progress.ProgressBook;
import io.imgsrch.operators.query.FakeCatalogue;
import io.imgsrch.operators.query.FakeMirror;
import io.imgsrch.operators.query.FakeTopicLog;
import io.imgsrch.operators.query.Minimum;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.TopicEnds;
import io.imgsrch.operators.registry.RegistryState;
import io.imgsrch.operators.validity.ValidityState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwaitedPositionsTest {
  private static final Position PRODUCT = new Position(Topic.PRODUCTS, 0, 17);
  private static final Position SWITCH = new Position(Topic.AVAILABILITY, 0, 4);

  private final ProgressBook book = new ProgressBook();
  private final FakeTopicLog log = new FakeTopicLog();
  private final FakeMirror mirror = new FakeMirror();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AwaitedPositions positions = new AwaitedPositions(book, log, mirror);
  private final FakeCatalogue catalogue = mirror.hold();
  private int attempt;

  AwaitedPositionsTest() {
    log.end(Topic.LISTINGS, 0, 9);
    log.end(Topic.IMAGES, 0, 6);
    log.end(Topic.OFFERS, 0, 12);
  }

  @AfterEach
  void close() {
    positions.close();
  }

  @Test
  void aProductIsFollowedThroughBothJobsIntoTheMirror() {
    var answer = await(PRODUCT);
    indexed(16, 10);
    remains(answer);
    assertThat(log.asked).hasValue(0);
    indexed(17, 20);
    asks(1);
    remains(answer);

    validated(Topic.LISTINGS, 7, 10);
    remains(answer);
    log.end(Topic.OFFERS, 0, 13);
    validated(Topic.LISTINGS, 8, 20);
    asks(2);
    remains(answer);

    holds(6, 12);
    remains(answer);
    holds(5, 13);
    remains(answer);
    holds(6, 13);
    assertThat(answer).succeedsWithin(Duration.ofSeconds(5)).matches(found -> !found.indexed());
  }

  @Test
  void aSwitchNeedsTheOffersAlone() {
    var answer = await(SWITCH);
    remains(answer);
    validated(Topic.AVAILABILITY, 4, 10);
    remains(answer);
    holds(0, 12);
    assertThat(answer)
        .succeedsWithin(Duration.ofSeconds(5))
        .extracting(found -> found.ends().of(Topic.IMAGES))
        .isEqualTo(Map.of());
  }

  @Test
  void whereMemoryLacksVectorsTheStoreMustHaveThem() {
    catalogue.absent("i1", 0.9).offer(1, "p", "i1");
    reached();
    holds(6, 12);
    var answer = await(PRODUCT);
    remains(answer);
    stored(4, 20);
    remains(answer);
    stored(5, 30);
    assertThat(answer).succeedsWithin(Duration.ofSeconds(5)).matches(Minimum::indexed);
  }

  @Test
  void withoutACatalogueInMemoryTheStoreIsAskedAndTheState() {
    try (var others = new AwaitedPositions(book, log, new FakeMirror())) {
      reached();
      var answer = others.await(List.of(PRODUCT), Scope.ALL, over::get);
      remains(answer);
      stored(5, 30);
      assertThat(answer).succeedsWithin(Duration.ofSeconds(5));
    }
  }

  @Test
  void whatIsProvenIsNotAskedForAgainUntilAJobBeginsAnew() {
    reached();
    holds(6, 12);
    assertThat(await(PRODUCT)).succeedsWithin(Duration.ofSeconds(5));
    assertThat(log.asked).hasValue(2);
    assertThat(await(new Position(Topic.PRODUCTS, 0, 3))).isCompleted();
    assertThat(await(PRODUCT)).isCompleted();
    assertThat(log.asked).hasValue(2);

    attempt++;
    source(ValidityState.JOB_NAME, Topic.LISTINGS, 2, 500);
    var again = await(PRODUCT);
    remains(again);
    validated(Topic.LISTINGS, 8, 600);
    assertThat(again).succeedsWithin(Duration.ofSeconds(5));
    assertThat(log.asked).hasValue(4);
  }

  @Test
  void aMirrorThatIsReplacedByAnOlderOneIsWaitedFor() {
    reached();
    holds(6, 12);
    assertThat(await(PRODUCT)).succeedsWithin(Duration.ofSeconds(5));
    holds(6, 11);
    var answer = await(PRODUCT);
    remains(answer);
    holds(6, 12);
    assertThat(answer).succeedsWithin(Duration.ofSeconds(5));
  }

  @Test
  void aKafkaThatDoesNotAnswerIsAskedAgain() {
    log.fail(2);
    reached();
    holds(6, 12);
    assertThat(await(PRODUCT)).succeedsWithin(Duration.ofSeconds(5));
    assertThat(log.asked).hasValue(4);
  }

  @Test
  void searchesShareAQuestionButNoneThatWasAskedBeforeThem() {
    validated(Topic.AVAILABILITY, 4, 10);
    holds(6, 12);
    var held = log.hold();
    var first = await(SWITCH);
    var second = await(SWITCH);
    var third = await(SWITCH);
    assertThat(log.asked).hasValue(1);
    held.complete(new TopicEnds(Map.of(Topic.OFFERS, Map.of(0, 12L))));
    assertThat(CompletableFuture.allOf(first, second, third)).succeedsWithin(Duration.ofSeconds(5));
    assertThat(log.asked).hasValue(2);
  }

  @Test
  void nobodyWaitsOnWhenItIsOver() {
    var answer = await(PRODUCT);
    remains(answer);
    over.set(true);
    assertThat(answer)
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableOfType(ExecutionException.class);
  }

  @Test
  void saysHowFarEventsAre() {
    assertThat(positions.reached(List.of(PRODUCT)))
        .singleElement()
        .matches(reached -> reached.reached() == null && reached.offset() == 17);
    indexed(16, 10);
    assertThat(positions.reached(List.of(PRODUCT)))
        .singleElement()
        .matches(reached -> Long.valueOf(16).equals(reached.reached()));
  }

  private CompletableFuture<Minimum> await(Position position) {
    return positions.await(List.of(position), Scope.ALL, over::get);
  }

  /** Everything up to the events, and the ends, has gone through both jobs. */
  private void reached() {
    indexed(17, 20);
    validated(Topic.LISTINGS, 8, 20);
  }

  private void holds(long images, long offers) {
    catalogue.positions =
        new TopicEnds(Map.of(Topic.IMAGES, Map.of(0, images), Topic.OFFERS, Map.of(0, offers)));
  }

  private void indexed(long offset, long watermark) {
    source(RegistryState.JOB_NAME, Topic.PRODUCTS, offset, watermark);
    sink(RegistryState.JOB_NAME, Topic.LISTINGS.topicName(), watermark);
    sink(RegistryState.JOB_NAME, Topic.IMAGES.topicName(), watermark);
  }

  private void stored(long offset, long watermark) {
    source(RegistryState.JOB_NAME, Topic.IMAGES, offset, watermark);
    sink(RegistryState.JOB_NAME, ProgressBook.MILVUS, watermark);
  }

  private void validated(Topic topic, long offset, long watermark) {
    source(ValidityState.JOB_NAME, topic, offset, watermark);
    sink(ValidityState.JOB_NAME, Topic.OFFERS.topicName(), watermark);
    sink(ValidityState.JOB_NAME, Topic.BITMAPS.topicName(), watermark);
  }

  private void source(String job, Topic topic, long offset, long watermark) {
    var role = Progress.Role.SOURCE;
    var name = topic.topicName();
    book.note(Progress.none(job, "id", attempt, role, name, 0, 1).at(watermark, Map.of(0, offset)));
  }

  private void sink(String job, String name, long watermark) {
    var role = Progress.Role.SINK;
    book.note(Progress.none(job, "id", attempt, role, name, 0, 1).at(watermark, Map.of()));
  }

  private void asks(int times) {
    Awaitility.await().untilAsserted(() -> assertThat(log.asked).hasValue(times));
  }

  /** Long enough for several looks. */
  private static void remains(CompletableFuture<?> answer) {
    Awaitility.await()
        .pollDelay(Duration.ofMillis(60))
        .untilAsserted(() -> assertThat(answer).isNotDone());
  }
}
