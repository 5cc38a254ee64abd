package io.imgsrch.operators.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  @Test
  void grantsInOrderWhatFits() {
    var budget = new ByteBudget(10);
    var first = budget.take(6);
    var second = budget.take(6);
    var third = budget.take(1);
    assertThat(first).isCompleted();
    assertThat(second).isNotCompleted();
    assertThat(third).as("nobody overtakes").isNotCompleted();

    budget.giveBack(6);
    assertThat(second).isCompleted();
    assertThat(third).isCompleted();
  }

  @Test
  void grantsADemandAboveTheWholeBudgetAlone() {
    var budget = new ByteBudget(10);
    var small = budget.take(1);
    var large = budget.take(50);
    assertThat(large).isNotCompleted();
    budget.giveBack(1);
    assertThat(small).isCompleted();
    assertThat(large).isCompleted();
    assertThat(budget.take(1)).isNotCompleted();
  }
}
