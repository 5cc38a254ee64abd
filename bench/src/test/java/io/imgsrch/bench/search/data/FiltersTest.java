package io.imgsrch.bench.search.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FiltersTest {
  private static final int COUNT = 200;

  @ParameterizedTest
  @EnumSource(value = Kept.class, names = "ALL", mode = EnumSource.Mode.EXCLUDE)
  void noFilterOfACellIsAnother(Kept kept) {
    for (var shape : Shape.values()) {
      assertThat(new HashSet<>(Filters.of(shape, kept, COUNT, 1))).hasSize(COUNT);
    }
  }

  @ParameterizedTest
  @EnumSource(Kept.class)
  void theSameSeedGivesTheSameFilters(Kept kept) {
    assertThat(Filters.of(Shape.SPREAD, kept, COUNT, 1))
        .isEqualTo(Filters.of(Shape.SPREAD, kept, COUNT, 1));
  }
}
