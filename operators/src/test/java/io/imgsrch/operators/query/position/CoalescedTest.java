package io.imgsrch.operators.query.position;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CoalescedTest {
  private final List<CompletableFuture<String>> calls = new ArrayList<>();
  private final Coalesced<String> coalesced =
      new Coalesced<>(
          () -> {
            var call = new CompletableFuture<String>();
            calls.add(call);
            return call;
          });

  @Test
  void whoComesMeanwhileSharesTheNextCall() {
    var first = coalesced.get();
    var second = coalesced.get();
    var third = coalesced.get();
    assertThat(calls).hasSize(1);
    calls.get(0).complete("one");
    assertThat(first).isCompletedWithValue("one");
    assertThat(second).isNotDone();
    assertThat(calls).hasSize(2);
    calls.get(1).complete("two");
    assertThat(second).isCompletedWithValue("two");
    assertThat(third).isCompletedWithValue("two");
    var fourth = coalesced.get();
    calls.get(2).complete("three");
    assertThat(fourth).isCompletedWithValue("three");
  }

  @Test
  void aFailureIsOfThoseWhoAskedAndNoOthers() {
    var first = coalesced.get();
    var second = coalesced.get();
    calls.get(0).completeExceptionally(new IllegalStateException("away"));
    assertThat(first).isCompletedExceptionally();
    calls.get(1).complete("back");
    assertThat(second).isCompletedWithValue("back");
  }

  @Test
  void aCallThatThrowsIsFollowedByOthers() {
    var throwing =
        new Coalesced<String>(
            () -> {
              throw new IllegalStateException("closed");
            });
    assertThat(throwing.get()).isCompletedExceptionally();
    assertThat(throwing.get()).isCompletedExceptionally();
  }

  @Test
  void whoGivesUpTakesTheAnswerFromNobodyElse() {
    var unused = coalesced.get();
    var second = coalesced.get();
    var third = coalesced.get();
    second.cancel(true);
    calls.get(0).complete("one");
    calls.get(1).complete("two");
    assertThat(third).isCompletedWithValue("two");
  }
}
