package io.imgsrch.bench.ingest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.Settings;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BareModelTest {
  @Test
  void aPictureThatCannotBeEmbeddedEndsTheMeasurement() {
    try (var model = new BareModel(Settings.of(List.of()), 2)) {
      assertThatThrownBy(() -> model.time(Collections.nCopies(20, new byte[10])))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot be embedded");
    }
  }
}
