package io.imgsrch.operators.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.operators.query.Reads.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ReadsTest {
  private final List<List<String>> asked = new ArrayList<>();
  private final Map<String, CompletableFuture<String>> answers = new HashMap<>();
  private boolean over;
  private final Reads reads = new Reads(2, 100, () -> over);

  @Test
  void asManyAreAskedForTogetherAsMayBeOnTheWay() {
    var result = reads.allAtOnce(List.of("e", "d", "c", "b", "a"), this::answer);
    assertThat(asked).containsExactly(List.of("e", "d"));
    complete("d", "e");
    assertThat(asked).containsExactly(List.of("e", "d"), List.of("c", "b"));
    complete("b", "c", "a");

    assertThat(result.join()).extracting(Result::key).containsExactly("e", "d", "c", "b", "a");
    assertThat(result.join())
        .extracting(Result::value)
        .containsExactly("of e", "of d", "of c", "of b", "of a");
    assertThat(asked).hasSize(3);
  }

  @Test
  void whatCannotBeReadIsAResultAndEndsNothing() {
    var result = reads.allAtOnce(List.of("a", "b"), this::answer);
    future("a").completeExceptionally(new IllegalStateException("away"));
    complete("b");
    assertThat(result.join()).extracting(reads::succeeded).containsExactly(false, true);
    assertThat(reads.noneFailed()).isFalse();
    assertThat(reads.allFailed()).isFalse();

    Function<List<String>, Map<String, CompletableFuture<String>>> broken =
        keys -> {
          throw new IllegalStateException("broken");
        };
    assertThat(reads.allAtOnce(List.of("a", "b", "c"), broken).join())
        .hasSize(3)
        .allSatisfy(each -> assertThat(each.error()).hasRootCauseMessage("broken"));
  }

  @Test
  void onceTheRequestIsOverNothingMoreIsAskedFor() {
    var result = reads.allAtOnce(List.of("a", "b", "c"), this::answer);
    over = true;
    complete("a", "b");

    assertThat(asked).hasSize(1);
    assertThat(result.join().get(0).value()).isEqualTo("of a");
    assertThat(result.join().get(2).error()).hasRootCauseInstanceOf(CancellationException.class);
  }

  private Map<String, CompletableFuture<String>> answer(List<String> keys) {
    asked.add(List.copyOf(keys));
    var started = new HashMap<String, CompletableFuture<String>>();
    keys.forEach(key -> started.put(key, future(key)));
    return started;
  }

  private CompletableFuture<String> future(String key) {
    return answers.computeIfAbsent(key, any -> new CompletableFuture<>());
  }

  private void complete(String... keys) {
    for (var key : keys) {
      future(key).complete("of " + key);
    }
  }
}
