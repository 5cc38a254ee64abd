package io.imgsrch.bench.search.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.bench.search.data.Cell;
import io.imgsrch.bench.search.data.Filter;
import io.imgsrch.bench.search.data.Item;
import io.imgsrch.bench.search.data.Items;
import io.imgsrch.bench.search.data.Kept;
import io.imgsrch.bench.search.data.Question;
import io.imgsrch.bench.search.data.Shape;
import io.imgsrch.bench.search.peer.Answer;
import io.imgsrch.bench.search.peer.Effort;
import io.imgsrch.bench.search.peer.Peer;
import io.imgsrch.bench.search.peer.Searches;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TuningTest {
  private static final int SIZE = 100;
  private static final Cell CELL =
      new Cell(
          Shape.SPREAD,
          Kept.ALL,
          List.of(
              new Question(
                  new float[1],
                  new Filter(Shape.SPREAD, List.of(), null),
                  SIZE,
                  IntStream.range(0, 20).toArray())));

  /** Finds as many as its effort says, and fails at the effort 13. */
  private static final class Finds implements Peer {
    private final List<Effort> efforts;

    Finds(int... values) {
      efforts = IntStream.of(values).mapToObj(value -> new Effort("n", value)).toList();
    }

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public String description() {
      return "";
    }

    @Override
    public boolean served() {
      return false;
    }

    @Override
    public void load(Items items) {}

    @Override
    public List<List<Effort>> efforts() {
      return List.of(efforts);
    }

    @Override
    public Searches open(List<Question> questions, Effort effort) {
      return question -> {
        if (effort.value() == 13) {
          throw new IOException("unlucky");
        }
        return new Answer(IntStream.range(0, effort.value()).toArray(), true);
      };
    }

    @Override
    public void write(List<Item> items) {}

    @Override
    public void close() {}
  }

  @Test
  void theLeastThatFindsEnoughIsTaken() throws IOException {
    assertThat(Tuning.of(new Finds(5, 20, 30), CELL, SIZE).value()).isEqualTo(20);
  }

  @Test
  void whereNoneFindsEnoughTheMostIsTaken() throws IOException {
    assertThat(Tuning.of(new Finds(5, 17, 11), CELL, SIZE).value()).isEqualTo(17);
  }

  @Test
  void whatGivesNoAnswerFindsNothing() throws IOException {
    assertThat(Tuning.of(new Finds(5, 13), CELL, SIZE).value()).isEqualTo(5);
  }
}
