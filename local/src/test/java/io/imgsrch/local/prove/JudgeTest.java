package io.imgsrch.local.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Topic;
import io.imgsrch.local.client.SearchAnswer;
import io.imgsrch.local.client.SearchAnswer.Hit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final String KEY = "7/P";
  private static final String PICTURE = "a".repeat(64);
  private static final long START = 1_000_000_000L;

  private final Book book = new Book();
  private final Judge judge = new Judge(book);

  @BeforeEach
  void listed() {
    content(1, "Hat", 100).acknowledge(START);
  }

  @Test
  void whatAnEventSaidIsNoLie() {
    assertThat(judged(at(0), hit("Hat", 100, 1, null))).isEmpty();
    content(2, "Cap", 90); // on its way, not acknowledged
    assertThat(judged(at(0), hit("Cap", 90, 2, null))).isEmpty();
  }

  @Test
  void whatNoEventEverSaidIsInvalid() {
    content(2, "Cap", 90).acknowledge(START);
    assertThat(judged(at(0), hit("Wig", 100, 1, null))).containsExactly(Lie.Kind.INVALID);
    assertThat(judged(at(0), hit("Hat", 90, 1, null))).containsExactly(Lie.Kind.INVALID);
    assertThat(judged(at(0), hit("Hat", 100, 2, null))).containsExactly(Lie.Kind.INVALID);
    assertThat(judged(at(0), hit("Hat", 100, 1, 1L))).containsExactly(Lie.Kind.INVALID);
    availability(1, true, 80L).acknowledge(START);
    assertThat(judged(at(0), hit("Hat", 80, 1, 1L))).isEmpty();
    assertThat(judged(at(0), hit("Hat", 100, 1, 1L))).containsExactly(Lie.Kind.INVALID);
  }

  @Test
  void aWithdrawnOfferIsStaleOnceTheBoundIsOver() {
    availability(1, false, null).acknowledge(START);
    var bound = Judge.AVAILABILITY_BOUND;
    assertThat(judged(START + bound.toNanos() - 1, hit("Hat", 100, 1, null))).isEmpty();
    assertThat(judged(START + bound.toNanos() + 1, hit("Hat", 100, 1, null)))
        .containsExactly(Lie.Kind.STALE);
    availability(2, true, null); // may be known before it is acknowledged
    assertThat(judged(START + bound.toNanos() + 1, hit("Hat", 100, 1, 2L))).isEmpty();
  }

  @Test
  void theBoundCountsFromWhenKafkaCanTell() {
    availability(1, false, null).acknowledge(START);
    var bound = Judge.AVAILABILITY_BOUND;
    book.kafkaGoes();
    assertThat(judged(at(60), hit("Hat", 100, 1, null))).isEmpty();
    book.kafkaReturns(at(60));
    assertThat(judged(at(60) + bound.toNanos() - 1, hit("Hat", 100, 1, null))).isEmpty();
    assertThat(judged(at(60) + bound.toNanos() + 1, hit("Hat", 100, 1, null)))
        .containsExactly(Lie.Kind.STALE);
  }

  @Test
  void ofOneVersionTheWithdrawalCounts() {
    availability(1, true, null).acknowledge(START);
    availability(1, false, null).acknowledge(START);
    assertThat(judged(at(10), hit("Hat", 100, 1, 1L))).containsExactly(Lie.Kind.STALE);
  }

  @Test
  void anEventThatWasNotAcknowledgedBindsNobody() {
    availability(1, false, null);
    assertThat(judged(at(60), hit("Hat", 100, 1, null))).isEmpty();
  }

  @Test
  void aDeletedOfferIsStaleAfterTheLongerBound() {
    var deletion = new Stamp(2, Stamp.DELETED, "");
    book.write(new LogEvent(products(), KEY, deletion, null, null, List.of())).acknowledge(START);
    var bound = Judge.CONTENT_BOUND;
    assertThat(judged(START + bound.toNanos() - 1, hit("Hat", 100, 1, null))).isEmpty();
    assertThat(judged(START + bound.toNanos() + 1, hit("Hat", 100, 1, null)))
        .containsExactly(Lie.Kind.STALE);
    content(3, "Hat", 100);
    assertThat(judged(START + bound.toNanos() + 1, hit("Hat", 100, 3, null))).isEmpty();
  }

  @Test
  void whatWasSaidToBeGoneMayOnlyComeBackWithANewerEvent() {
    availability(1, false, null);
    assertThat(judge.judge(KEY, at(0), new Said.Words(1, 1, false, at(1)))).isEmpty();
    assertThat(judged(at(1) - 1, hit("Hat", 100, 1, null))).isEmpty();
    assertThat(judged(at(1) + 1, hit("Hat", 100, 1, null))).containsExactly(Lie.Kind.RESURRECTED);
    availability(2, true, null);
    assertThat(judged(at(1) + 1, hit("Hat", 100, 1, 2L))).isEmpty();
  }

  @Test
  void whatWasShownMayNotGoBack() {
    content(2, "Cap", 90).acknowledge(START);
    assertThat(judged(at(1), hit("Cap", 90, 2, null))).isEmpty();
    assertThat(judged(at(1), hit("Hat", 100, 1, null))).isEmpty(); // asked before the answer
    assertThat(judged(at(2), hit("Hat", 100, 1, null))).containsExactly(Lie.Kind.RESURRECTED);
    assertThat(judge.judge(KEY, at(2), new Said.Words(1, 5, true, at(3))))
        .singleElement()
        .matches(lie -> lie.kind() == Lie.Kind.RESURRECTED && lie.where().equals("product view"));
    assertThat(judge.judge(KEY, at(2), new Said.Words(2, 1, false, at(3)))).isEmpty();
    assertThat(judge.judge(KEY, at(4), new Said.Words(2, 1, true, at(5)))).hasSize(1);
  }

  @Test
  void anOlderViewDoesNotMakeAnyoneForget() {
    judge.judge(KEY, at(0), new Said.Words(2, 2, false, at(1)));
    judge.judge(KEY, at(0), new Said.Words(2, 1, true, at(2)));
    assertThat(judge.judge(KEY, at(2), new Said.Words(2, 2, true, at(3)))).hasSize(1);
  }

  @Test
  void anUnverifiedAnswerMayBeStaleAndNotInvalid() {
    availability(1, false, null).acknowledge(START);
    assertThat(judge.judge(question(at(60)), answer(false, hit("Hat", 100, 1, null)), at(61)))
        .isEmpty();
    assertThat(judge.judge(question(at(60)), answer(false, hit("Wig", 1, 1, null)), at(61)))
        .hasSize(1);
  }

  private List<Lie.Kind> judged(long began, Hit hit) {
    return judge.judge(question(began), answer(true, hit), began + 1).stream()
        .map(Lie::kind)
        .toList();
  }

  private static Judge.Question question(long began) {
    return new Judge.Question(PICTURE, 7, began);
  }

  private static SearchAnswer answer(boolean verified, Hit hit) {
    return new SearchAnswer("t", 0, verified, Map.of(), List.of(hit));
  }

  private static Hit hit(String title, long price, long content, @Nullable Long availability) {
    return new Hit(7, "P", title, "Hats", price, "EUR", 1, PICTURE, content, availability, "t");
  }

  private static long at(int seconds) {
    return START + Duration.ofSeconds(seconds).toNanos();
  }

  private Book.Entry content(long version, String title, long price) {
    var details = new Details(title, "Hats", price, "EUR", Map.of(), true);
    var stamp = new Stamp(version, Stamp.AVAILABLE, title);
    var pictures = List.of(new Fate(PICTURE, null));
    return book.write(new LogEvent(products(), KEY, stamp, details, null, pictures));
  }

  private Book.Entry availability(long version, boolean available, @Nullable Long price) {
    var at = new Position(Topic.AVAILABILITY.topicName(), 0, 0);
    var stamp = new Stamp(version, available ? Stamp.AVAILABLE : Stamp.UNAVAILABLE, "");
    return book.write(new LogEvent(at, KEY, stamp, null, price, List.of()));
  }

  private static Position products() {
    return new Position(Topic.PRODUCTS.topicName(), 0, 0);
  }
}
