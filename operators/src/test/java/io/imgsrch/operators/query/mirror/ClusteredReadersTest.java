package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.ScoredImage;
import io.imgsrch.vector.ScalarDotProduct;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Searches by clusters beside a writer that gives pictures' places to others, and beside training.
 */
class ClusteredReadersTest {
  private static final int LEAST = 100;

  private final AxisPictures pictures = new AxisPictures();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void noSearchEverFindsAPictureByTheVectorOfAnother() throws Exception {
    var threads = Executors.newFixedThreadPool(2);
    try {
      var reader = threads.submit(pictures.reader(over::get, this::nearest));
      var clusters = threads.submit(this::train);
      do {
        pictures.replace();
      } while (pictures.mirror().view().vectors().clusterings().serving() == null);
      pictures.replace();
      over.set(true);
      clusters.get();
      assertThat(reader.get()).isPositive();
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  private List<ScoredImage> nearest(ExactSearch search, float[] vector, int count) {
    var allowed = new AllowedView(search, pictures.mirror().view(), Scope.ALL);
    return allowed.clustered()
        ? allowed.nearestByClusters(vector, count, () -> false).orElse(List.of())
        : List.of();
  }

  private void train() {
    var training = new ClusterTraining(new ScalarDotProduct(), LEAST);
    while (!over.get()) {
      boolean unused = training.step(pictures.mirror(), () -> false);
    }
  }
}
