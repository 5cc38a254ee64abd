package io.imgsrch.operators.query.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import io.imgsrch.operators.query.FakeValidity;
import io.imgsrch.operators.query.ValidityReader;
import io.imgsrch.operators.validity.ImageOffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The state goes back to its checkpoint; what is known of its offers does not. */
class CurrentValidityTest {
  private static final String KEY = "7/p";
  private static final String PICTURE = "a".repeat(64);

  private final NewestOffers newest = new NewestOffers(2);
  private final FakeValidity state = new FakeValidity();
  private final ValidityReader current = new CurrentValidity(state, newest);

  @Test
  void anOfferThatWasPublishedAsWithdrawnIsNotSoldAgain() {
    newest.note(OfferMark.of(offer(1, off(2))));
    state.addOnlyOffer(offer(1, null));
    assertBehind();
    state.addOnlyOffer(offer(1, on(1)));
    assertBehind();
    state.addOnlyOffer(offer(1, off(2)));
    assertThat(current.offer(KEY).join()).contains(offer(1, off(2)));
    state.addOnlyOffer(offer(2, on(3)));
    assertThat(current.offer(KEY).join()).contains(offer(2, on(3)));
  }

  @Test
  void whatWasShownOnceIsKnown() {
    state.addOnlyOffer(offer(2, off(1)));
    assertThat(current.offer(KEY).join()).isPresent();
    state.addOnlyOffer(offer(1, off(1)));
    assertBehind();
    assertThat(new CurrentValidity(new FakeValidity(), newest).offer(KEY))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableOfType(ExecutionException.class);
  }

  @Test
  void anAvailabilityEventCountsAsSoonAsItIsSeen() {
    assertThat(current.offer(KEY).join()).isEmpty();
    newest.note(new OfferMark(KEY, null, off(2)));
    assertThat(current.offer(KEY).join()).isEmpty(); // it was never listed
    state.addOnlyOffer(offer(1, on(1)));
    assertBehind();
    state.addOnlyOffer(offer(1, off(2)));
    assertThat(current.offer(KEY).join()).isPresent();
  }

  @Test
  void anOfferThatChangedWhileItWasReadIsReadAgain() {
    var answers = new ArrayDeque<>(List.of(offer(1, on(1)), offer(1, off(2))));
    newest.note(OfferMark.of(offer(1, off(2))));
    assertThat(new CurrentValidity(new InTurn(answers), newest).offer(KEY).join())
        .contains(offer(1, off(2)));
  }

  @Test
  void ofManyOffersEachIsJudgedByItself() {
    var changes = new ArrayDeque<>(List.of(offer(1, on(1)), offer(1, off(2))));
    newest.note(OfferMark.of(offer(1, off(2))));
    assertThat(read(new CurrentValidity(new InTurn(changes), newest), KEY))
        .contains(offer(1, off(2)));

    state.addOnlyOffer(offer(1, on(1)));
    var read = current.offers(List.of(KEY, "7/none"));
    assertThat(read.get("7/none")).isCompletedWithValue(Optional.empty());
    assertThat(read.get(KEY))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withMessageContaining(KEY);

    state.addOnlyOffer(offer(3, on(3)));
    assertThat(read(current, KEY)).contains(offer(3, on(3)));
    state.addOnlyOffer(offer(1, off(2)));
    assertBehind(); // what was shown among many is known
  }

  private static Optional<Offer> read(ValidityReader reader, String key) {
    return Objects.requireNonNull(reader.offers(List.of(key)).get(key)).join();
  }

  @Test
  void anOfferThatIsOnSaleStaysACandidateWhenItsPictureWentBack() {
    var gone = new ImageOffer(7, "p", "Hats", false);
    state.addOnlyImageOffer(PICTURE, gone);
    assertThat(current.imageOffers(PICTURE).join()).containsExactly(gone);
    newest.note(OfferMark.of(offer(1, on(2))));
    assertThat(current.imageOffers(PICTURE).join())
        .containsExactly(new ImageOffer(7, "p", "Hats", true));
    newest.note(new OfferMark(KEY, null, off(3)));
    assertThat(current.imageOffers(PICTURE).join()).containsExactly(gone);
  }

  @Test
  void aTopicThatFallsBackMakesNothingOlder() {
    newest.note(OfferMark.of(offer(2, off(2))));
    newest.note(OfferMark.of(offer(1, on(1))));
    assertThat(newest.of(KEY)).isEqualTo(OfferMark.of(offer(2, off(2))));
    // The listing is behind, and the availability ahead.
    newest.note(OfferMark.of(offer(1, on(3))));
    assertThat(newest.of(KEY)).isEqualTo(OfferMark.of(offer(2, on(3))));
  }

  @Test
  void beyondTheCapacityTheOldestIsForgotten() {
    newest.note(mark("a"));
    newest.note(mark("b"));
    newest.note(mark("a"));
    newest.note(mark("c"));
    assertThat(newest.all()).containsOnlyKeys("a", "c");
  }

  private void assertBehind() {
    assertThat(current.offer(KEY))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withMessageContaining(KEY);
  }

  private static OfferMark mark(String key) {
    return new OfferMark(key, new Revision(1, Revision.AVAILABLE, ""), null);
  }

  private static Revision on(long version) {
    return new Revision(version, Revision.AVAILABLE, "");
  }

  private static Revision off(long version) {
    return new Revision(version, Revision.UNAVAILABLE, "");
  }

  private static Offer offer(long version, @Nullable Revision availability) {
    boolean available = availability == null || availability.rank() == Revision.AVAILABLE;
    return new Offer(
        7,
        "p",
        new Revision(version, Revision.AVAILABLE, ""),
        availability,
        new Details("Hat", "Hats", 100, "EUR", Map.of(), available),
        List.of(PICTURE),
        false,
        List.of(),
        "");
  }

  /** Gives one answer after the other. */
  private record InTurn(Queue<Offer> answers) implements ValidityReader {
    @Override
    public CompletableFuture<List<ImageOffer>> imageOffers(String imagePk) {
      return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletableFuture<Optional<Offer>> offer(String productKey) {
      return CompletableFuture.completedFuture(Optional.of(answers.remove()));
    }

    @Override
    public Map<String, CompletableFuture<Optional<Offer>>> offers(List<String> productKeys) {
      var inTurn = new HashMap<String, CompletableFuture<Optional<Offer>>>();
      productKeys.forEach(key -> inTurn.put(key, offer(key)));
      return inTurn;
    }

    @Override
    public void close() {}
  }
}
