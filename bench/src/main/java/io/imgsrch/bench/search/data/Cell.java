package io.imgsrch.bench.search.data;

import java.util.List;

/** One row of the benchmark: searches whose filters are of one kind. */
public record Cell(Shape shape, Kept kept, List<Question> questions) {

  public Cell {
    questions = List.copyOf(questions);
  }

  /** Items that a filter keeps, on average. */
  public double meanKept() {
    return questions.stream().mapToInt(Question::kept).average().orElse(0);
  }

  @Override
  public String toString() {
    return "%s %% %s".formatted(kept.percent(), shape.label());
  }
}
