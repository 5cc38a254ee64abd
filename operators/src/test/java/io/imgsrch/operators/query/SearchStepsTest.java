package io.imgsrch.operators.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class SearchStepsTest {
  private final Queue<Runnable> queue = new ArrayDeque<>();
  private final SearchSteps steps = new SearchSteps(queue::add, "trace");
  private final ArrayList<String> ran = new ArrayList<>();

  @Test
  void whatAStepLeadsToRunsWithIt() {
    steps.execute(
        () -> {
          steps.execute(() -> ran.add("inner"));
          ran.add("outer");
        });
    assertThat(queue).hasSize(1);
    queue.remove().run();
    assertThat(queue).isEmpty();
    assertThat(ran).containsExactly("inner", "outer");
  }

  @Test
  void aStepFromElsewhereWaitsForAThread() {
    var others = new SearchSteps(queue::add, "other");
    steps.execute(() -> others.execute(() -> ran.add("other")));
    queue.remove().run();
    assertThat(ran).isEmpty();
    assertThat(queue).hasSize(1);
  }

  @Test
  void afterAStepTheNextWaitsForAThreadEvenIfItFailed() {
    steps.execute(
        () -> {
          throw new IllegalStateException("failed");
        });
    var step = queue.remove();
    assertThat(catchThrowable(step::run)).hasMessage("failed");
    steps.execute(() -> ran.add("next"));
    assertThat(queue).hasSize(1);
    assertThat(ran).isEmpty();
  }
}
