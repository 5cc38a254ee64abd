package io.imgsrch.bench.search.run;

import io.imgsrch.bench.search.data.Cell;
import io.imgsrch.bench.search.peer.Effort;
import io.imgsrch.bench.search.peer.Peer;
import io.imgsrch.bench.search.peer.Searches;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Finds the least effort at which a peer finds enough; where none does, the one that finds most.
 */
final class Tuning {
  /** Recall that is enough. */
  static final double ENOUGH = 0.99;

  /** For one effort, of searches that are slow. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private Tuning() {}

  private record Trial(Effort effort, double recall, double nanos) {
    boolean enough() {
      return recall >= ENOUGH;
    }

    boolean isBetterThan(Trial other) {
      return (enough() && other.enough()) ? nanos < other.nanos : recall > other.recall;
    }
  }

  static Effort of(Peer peer, Cell cell, int size) throws IOException {
    Trial best = null;
    for (var ways : peer.efforts()) {
      var found = tune(peer, cell, size, ways);
      best = best == null || found.isBetterThan(best) ? found : best;
    }
    return best == null ? Effort.NONE : best.effort();
  }

  private static Trial tune(Peer peer, Cell cell, int size, List<Effort> ways) throws IOException {
    var best = new Trial(ways.get(0), -1, 0);
    for (int i = 0; i < ways.size() && !best.enough(); i++) {
      var trial = attempt(peer, cell, size, ways.get(i));
      best = trial.isBetterThan(best) ? trial : best;
    }
    return best;
  }

  /** Without an answer, nothing was found; measurements count how often that is. */
  private static double recall(Searches searches, Cell cell, int size, int question) {
    try {
      return cell.questions().get(question).recall(searches.search(question).items(), size);
    } catch (IOException e) {
      return 0;
    }
  }

  private static Trial attempt(Peer peer, Cell cell, int size, Effort effort) throws IOException {
    double recall = 0;
    int asked = 0;
    long start = System.nanoTime();
    try (var searches = peer.open(cell.questions(), effort)) {
      for (; asked < cell.questions().size(); asked++) {
        if (System.nanoTime() - start > LIMIT.toNanos() && asked > 0) {
          break;
        }
        recall += recall(searches, cell, size, asked);
      }
    }
    return new Trial(effort, recall / asked, (System.nanoTime() - start) / (double) asked);
  }
}
