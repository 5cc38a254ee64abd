package io.imgsrch.bench.search.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search may find.
 *
 * @param shape whose merchants are meant
 * @param merchants their ids; empty for all
 * @param category null for all
 */
public record Filter(Shape shape, List<Integer> merchants, @Nullable Integer category) {

  public Filter {
    merchants = List.copyOf(merchants);
  }
}
