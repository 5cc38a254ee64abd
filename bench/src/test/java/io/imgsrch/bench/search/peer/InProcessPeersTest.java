package io.imgsrch.bench.search.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.bench.search.data.Cell;
import io.imgsrch.bench.search.data.Filters;
import io.imgsrch.bench.search.data.Items;
import io.imgsrch.bench.search.data.Kept;
import io.imgsrch.bench.search.data.Question;
import io.imgsrch.bench.search.data.Shape;
import io.imgsrch.bench.search.data.Truth;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Those that need no server find what is right, whatever a filter keeps and whatever arrives. */
class InProcessPeersTest {
  private static final int COUNT = 2_000;
  private static final int FILTERS = 10;
  private final Items items =
      new Items(List.of(new float[] {1, 0, 0, 0}, new float[] {0, 1, 0, 0}), COUNT, 1);

  @TempDir private Path directory;

  @Test
  void ours() throws Exception {
    try (var peer = new InProcessPeer()) {
      findsAll(peer);
    }
  }

  @Test
  void lucene() throws Exception {
    try (var peer = new LucenePeer(directory)) {
      findsAll(peer);
    }
  }

  private void findsAll(Peer peer) throws Exception {
    peer.load(items);
    for (var shape : List.of(Shape.CLUSTERED, Shape.SPREAD)) {
      peer.arrange(items, shape);
      for (var kept : List.of(Kept.TENTH, Kept.PERCENT_01)) {
        assertThat(recall(peer, cell(shape, kept))).as("%s %s", shape, kept).isEqualTo(1);
      }
    }
    peer.write(items.range(COUNT, COUNT + 100));
    var arrived = items.get(COUNT + 50);
    var question =
        new Question(
            arrived.vector(), Filters.of(Shape.SPREAD, Kept.ALL, 1, 1).get(0), COUNT, new int[0]);
    assertThat(ask(peer, List.of(question), 0)).contains(COUNT + 50);
  }

  private Cell cell(Shape shape, Kept kept) {
    return new Truth(items.range(0, COUNT))
        .cell(shape, kept, items.queries(FILTERS), Filters.of(shape, kept, FILTERS, 1));
  }

  private static double recall(Peer peer, Cell cell) throws Exception {
    double recall = 0;
    for (int i = 0; i < FILTERS; i++) {
      recall += cell.questions().get(i).recall(ask(peer, cell.questions(), i), COUNT);
    }
    return recall / FILTERS;
  }

  private static int[] ask(Peer peer, List<Question> questions, int question) throws Exception {
    var efforts = peer.efforts().get(0);
    try (var searches = peer.open(questions, efforts.get(efforts.size() - 1))) {
      return searches.search(question).items();
    }
  }
}
