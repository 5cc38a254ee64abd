package io.imgsrch.operators.assemble;

import static io.imgsrch.operators.Events.deletion;
import static io.imgsrch.operators.Events.imagePk;
import static io.imgsrch.operators.Events.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.DeadLetter;
import io.imgsrch.config.event.FailedPicture;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.ProductEvent;
import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.deadletter.DeadLetters;
import io.imgsrch.operators.fetch.FetchedProduct;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A picture whose host fails in passing comes back by itself. */
class AssembleRetryTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final RetrySchedule THREE =
      new RetrySchedule(3, Duration.ofMinutes(1), Duration.ofMinutes(3), 2);

  private final FakeHost host = new FakeHost();
  private final ProductEvent event = upsert("p", 1, "a", "b");

  @Test
  void aHostThatComesBackHealsTheListing() throws Exception {
    host.fail("b", Reason.PICTURE_UNREACHABLE);
    try (var harness = open(THREE, null)) {
      fetch(harness, event);
      assertThat(last(harness).imagePks()).containsExactly(imagePk("a"));

      host.heal("b");
      advance(harness, MINUTE);

      assertThat(host.requests()).as("only what failed").containsExactly(List.of(1));
      assertThat(last(harness).imagePks()).containsExactly(imagePk("a"), imagePk("b"));
      assertThat(last(harness).failedPictures()).isEmpty();
      assertThat(last(harness).revision()).isEqualTo(event.revision());
      assertThat(letters(harness))
          .extracting(DeadLetter::reason)
          .containsExactly(Reason.PICTURE_UNREACHABLE);
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void theFetcherIsClosedWithTheTask() throws Exception {
    open(THREE, null).close();
    assertThat(host.closed).isTrue();
  }

  @Test
  void aHealedPictureKeepsItsPlace() throws Exception {
    host.fail("a", Reason.PICTURE_UNREACHABLE);
    try (var harness = open(THREE, null)) {
      fetch(harness, event);
      host.heal("a");
      advance(harness, MINUTE);
      assertThat(last(harness).imagePks()).containsExactly(imagePk("a"), imagePk("b"));
    }
  }

  @Test
  void theWaitDoublesUpToABound() throws Exception {
    host.fail("b", Reason.PICTURE_UNREACHABLE);
    try (var harness = open(THREE, null)) {
      fetch(harness, event);
      long before = 0;
      for (long longest : List.of(MINUTE, 2 * MINUTE, 3 * MINUTE)) {
        int requests = host.requests().size();
        while (host.requests().size() == requests) {
          advance(harness, harness.getProcessingTime() + 50);
        }
        long wait = harness.getProcessingTime() - before;
        assertThat(wait).isBetween(longest / 2, longest + 500);
        before = harness.getProcessingTime();
      }
    }
  }

  @Test
  void itEndsAfterItsRetriesAndWritesNoFurtherLetter() throws Exception {
    host.fail("b", Reason.PICTURE_UNREACHABLE);
    try (var harness = open(THREE, null)) {
      fetch(harness, event);
      advance(harness, HOUR);

      assertThat(host.requests()).hasSize(3);
      assertThat(letters(harness)).hasSize(1);
      assertThat(last(harness).failedPictures())
          .containsExactly(new FailedPicture(1, Reason.PICTURE_UNREACHABLE));
      assertThat(harness.numProcessingTimeTimers()).isZero();
      assertThat(harness.numKeyedStateEntries()).as("listing and slots").isEqualTo(2);
    }
  }

  @Test
  void noRetryIsPlannedWhenThereShallBeNone() throws Exception {
    host.fail("b", Reason.PICTURE_UNREACHABLE);
    var never = new RetrySchedule(0, Duration.ofMinutes(1), Duration.ofMinutes(1), 2);
    try (var harness = open(never, null)) {
      fetch(harness, event);
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void aPermanentFailureIsNotTriedAgain() throws Exception {
    host.fail("b", Reason.PICTURE_NOT_FOUND);
    try (var harness = open(THREE, null)) {
      fetch(harness, event);
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void aFailureThatTurnsOutPermanentIsALetterOfItsOwn() throws Exception {
    host.fail("b", Reason.PICTURE_UNREACHABLE);
    try (var harness = open(THREE, null)) {
      fetch(harness, event);
      host.fail("b", Reason.PICTURE_NOT_FOUND);
      advance(harness, HOUR);

      assertThat(letters(harness))
          .extracting(DeadLetter::reason, DeadLetter::attempts)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(Reason.PICTURE_UNREACHABLE, 1),
              org.assertj.core.groups.Tuple.tuple(Reason.PICTURE_NOT_FOUND, 2));
      assertThat(last(harness).failedPictures())
          .containsExactly(new FailedPicture(1, Reason.PICTURE_NOT_FOUND));
      assertThat(host.requests()).hasSize(1);
    }
  }

  @Test
  void aNewerVersionCancelsIt() throws Exception {
    host.fail("b", Reason.PICTURE_UNREACHABLE);
    try (var harness = open(THREE, null)) {
      fetch(harness, event);
      announce(harness, upsert("p", 2, "c"));
      advance(harness, HOUR);
      assertThat(host.requests()).isEmpty();
    }
  }

  @Test
  void aDeletionCancelsItEvenOnItsWay() throws Exception {
    host.fail("b", Reason.PICTURE_UNREACHABLE);
    host.hold();
    try (var harness = open(THREE, null)) {
      fetch(harness, event);
      advance(harness, MINUTE);
      assertThat(host.requests()).hasSize(1);
      announce(harness, deletion("p", 2));
      host.heal("b");
      host.answer();
      advance(harness, HOUR);

      assertThat(last(harness).deleted()).isTrue();
      assertThat(last(harness).imagePks()).isEmpty();
      assertThat(harness.numKeyedStateEntries()).as("the listing").isEqualTo(1);
    }
  }

  @Test
  void aSecondListingOfTheSameVersionStartsAfreshAndOneThatSucceedsEndsIt() throws Exception {
    host.fail("b", Reason.PICTURE_UNREACHABLE);
    try (var harness = open(THREE, null)) {
      fetch(harness, event);
      fetch(harness, event);
      assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);
      host.heal("b");
      fetch(harness, event);
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void onlySoManyAreOnTheirWay() throws Exception {
    host.hold();
    try (var harness = open(THREE, null)) {
      for (int i = 0; i < 5; i++) {
        host.fail("u" + i, Reason.PICTURE_UNREACHABLE);
        fetch(harness, upsert("p" + i, 1, "u" + i));
        host.heal("u" + i);
      }
      advance(harness, HOUR);
      assertThat(host.requests()).hasSize(THREE.inFlight());
      while (host.requests().size() < 5) {
        host.answer();
        advance(harness, harness.getProcessingTime() + HOUR);
      }
      host.answer();
      advance(harness, harness.getProcessingTime() + HOUR);
      assertThat(harness.extractOutputValues().stream().filter(l -> !l.imagePks().isEmpty()))
          .hasSize(5);
    }
  }

  @Test
  void aRestartForgetsNothingNotEvenWhatWasOnItsWay() throws Exception {
    host.fail("b", Reason.PICTURE_UNREACHABLE);
    host.hold();
    OperatorSubtaskState checkpoint;
    try (var harness = open(THREE, null)) {
      fetch(harness, event);
      advance(harness, MINUTE);
      assertThat(host.requests()).hasSize(1);
      checkpoint = harness.snapshot(1, 1);
    }
    var later = new FakeHost();
    try (var harness = open(THREE, checkpoint, later)) {
      advance(harness, MINUTE + HOUR);
      assertThat(later.requests()).containsExactly(List.of(1));
      assertThat(last(harness).imagePks()).containsExactly(imagePk("a"), imagePk("b"));
    }
  }

  @Test
  void aCheckpointFromBeforeThereWereRetriesIsRestored() throws Exception {
    var known =
        new Listing(
            event.merchantId(),
            event.productId(),
            event.revision(),
            event.details(),
            List.of(imagePk("b")),
            false,
            List.of(new FailedPicture(0, Reason.PICTURE_UNREACHABLE)),
            event.origin().traceparent());
    OperatorSubtaskState checkpoint;
    try (var old = harness(new ListingOnly(known))) {
      old.open();
      announce(old, event);
      checkpoint = old.snapshot(1, 1);
    }
    host.fail("b", Reason.PICTURE_UNREACHABLE);
    try (var harness = open(THREE, checkpoint)) {
      fetch(harness, event);
      assertThat(last(harness).imagePks()).containsExactly(imagePk("a"), imagePk("b"));
      assertThat(letters(harness)).isEmpty();
    }
  }

  /** The state of this operator as it was. */
  private static final class ListingOnly
      extends KeyedCoProcessFunction<String, ProductEvent, FetchedProduct, Listing> {
    private static final long serialVersionUID = 1L;
    private final transient Listing known;

    ListingOnly(Listing known) {
      this.known = known;
    }

    @Override
    public void processElement1(ProductEvent event, Context context, Collector<Listing> out)
        throws Exception {
      ValueState<Listing> listing =
          getRuntimeContext()
              .getState(new ValueStateDescriptor<>("listing", TypeInformation.of(Listing.class)));
      listing.update(known);
    }

    @Override
    public void processElement2(FetchedProduct product, Context context, Collector<Listing> out) {}
  }

  private KeyedTwoInputStreamOperatorTestHarness<String, ProductEvent, FetchedProduct, Listing>
      open(RetrySchedule schedule, @Nullable OperatorSubtaskState checkpoint) throws Exception {
    return open(schedule, checkpoint, host);
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, ProductEvent, FetchedProduct, Listing>
      open(RetrySchedule schedule, @Nullable OperatorSubtaskState checkpoint, FakeHost host)
          throws Exception {
    var harness = harness(new Assemble(schedule, () -> host));
    if (checkpoint != null) {
      harness.initializeState(checkpoint);
    }
    harness.open();
    return harness;
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, ProductEvent, FetchedProduct, Listing>
      harness(KeyedCoProcessFunction<String, ProductEvent, FetchedProduct, Listing> function)
          throws Exception {
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(function),
            ProductEvent::key,
            product -> product.event().key(),
            Types.STRING);
    harness.setup();
    return harness;
  }

  /** In steps as small as those in which an answer is looked for. */
  private static void advance(
      KeyedTwoInputStreamOperatorTestHarness<String, ProductEvent, FetchedProduct, Listing> harness,
      long until)
      throws Exception {
    for (long time = harness.getProcessingTime(); time < until; time += 50) {
      harness.setProcessingTime(time);
    }
    harness.setProcessingTime(until);
  }

  private static void announce(
      KeyedTwoInputStreamOperatorTestHarness<String, ProductEvent, FetchedProduct, Listing> harness,
      ProductEvent event)
      throws Exception {
    harness.processElement1(new StreamRecord<>(event.withoutSource()));
  }

  private void fetch(
      KeyedTwoInputStreamOperatorTestHarness<String, ProductEvent, FetchedProduct, Listing> harness,
      ProductEvent event)
      throws Exception {
    harness.processElement2(new StreamRecord<>(host.now(event)));
  }

  private static Listing last(
      KeyedTwoInputStreamOperatorTestHarness<String, ProductEvent, FetchedProduct, Listing>
          harness) {
    var listings = harness.extractOutputValues();
    return listings.get(listings.size() - 1);
  }

  private static List<DeadLetter> letters(
      KeyedTwoInputStreamOperatorTestHarness<String, ProductEvent, FetchedProduct, Listing>
          harness) {
    var letters = harness.getSideOutput(DeadLetters.TAG);
    return letters == null ? List.of() : letters.stream().map(StreamRecord::getValue).toList();
  }
}
