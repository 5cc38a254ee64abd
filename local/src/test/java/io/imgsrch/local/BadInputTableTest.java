package io.imgsrch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.query.ErrorCode;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The table says what the contracts say, and each of its rows can be sent. */
class BadInputTableTest {
  @Test
  void everyRowHasItsInputAndEveryInputItsRow() throws Exception {
    try (var host = new BadHost()) {
      var inputs = new BadInputs(host).all();
      var rows = BadInputTable.rows();

      assertThat(rows)
          .extracting(BadInputTable.Row::id)
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(inputs.keySet());
      assertThat(rows)
          .allSatisfy(
              row -> {
                var input = Objects.requireNonNull(inputs.get(row.id()));
                assertThat(input.event() != null).as(row.id()).isEqualTo(row.isEvent());
                assertThat(input.search() != null).as(row.id()).isEqualTo(row.isRequest());
              });
    }
  }

  @Test
  void everyReasonHasARow() throws Exception {
    assertThat(
            BadInputTable.rows().stream()
                .filter(BadInputTable.Row::isDeadLetter)
                .map(row -> Reason.valueOf(row.reason()))
                .distinct())
        .containsExactlyInAnyOrder(Reason.values());
  }

  @Test
  void everyCodeHasTheStatusOfItsContract() throws Exception {
    assertThat(BadInputTable.rows())
        .filteredOn(row -> !row.code().isEmpty())
        .allSatisfy(
            row ->
                assertThat(row.status())
                    .isEqualTo(Integer.toString(ErrorCode.valueOf(row.code()).status())));
    assertThat(Arrays.stream(ErrorCode.values()).filter(code -> code.status() == 413))
        .extracting(Enum::name)
        .allSatisfy(
            code ->
                assertThat(BadInputTable.rows())
                    .extracting(BadInputTable.Row::code)
                    .contains(code));
  }
}
