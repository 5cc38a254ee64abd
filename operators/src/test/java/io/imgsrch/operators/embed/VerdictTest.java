package io.imgsrch.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.event.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {
  /**
   * The registry keeps a verdict for ever: it must not be about what a later attempt could heal.
   */
  @ParameterizedTest
  @EnumSource
  void onlyWhatIsPermanentIsAVerdict(Reason reason) {
    if (reason.passing()) {
      assertThatThrownBy(() -> Verdict.bad("a", reason, "no"))
          .isInstanceOf(IllegalArgumentException.class);
    } else {
      assertThat(Verdict.bad("a", reason, "no").reason()).isEqualTo(reason);
    }
  }
}
