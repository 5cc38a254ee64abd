package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import io.imgsrch.operators.query.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Readers beside the writer: each sees every product with exactly one picture, at every time. */
class MirrorReadersTest {
  private static final int PRODUCTS = 40;
  private static final int ROUNDS = 400;

  @Test
  void noReaderEverSeesHalfAnUpdate() throws Exception {
    var mirror = new Mirror();
    var pictures = new ArrayList<String>();
    for (int i = 0; i < 2 * PRODUCTS; i++) {
      var imagePk = Digest.sha256(new byte[] {(byte) i});
      pictures.add(imagePk);
      mirror.apply(new ImageVector(imagePk, "model", new float[] {1}, 1, 1, ""));
    }
    move(mirror, pictures, 0);
    var over = new AtomicBoolean();
    var threads = Executors.newFixedThreadPool(2);
    try {
      Callable<Integer> reader =
          () -> {
            int read = 0;
            while (!over.get()) {
              requireWhole(mirror.view());
              read++;
            }
            return read;
          };
      var first = threads.submit(reader);
      var second = threads.submit(reader);
      for (int round = 1; round <= ROUNDS; round++) {
        move(mirror, pictures, round);
      }
      over.set(true);
      assertThat(first.get()).isPositive();
      assertThat(second.get()).isPositive();
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  /** Every product to its other picture and the other category. */
  private static void move(Mirror mirror, List<String> pictures, int round) {
    for (int product = 0; product < PRODUCTS; product++) {
      var category = (round + product) % 2 == 0 ? "even" : "odd";
      mirror.apply(
          new Offer(
              product,
              "p",
              new Revision(round, Revision.AVAILABLE, "0".repeat(32)),
              null,
              new Details("title", category, 1, "EUR", Map.of(), true),
              List.of(pictures.get(2 * product + round % 2)),
              false,
              List.of(),
              ""));
    }
    mirror.publish(round);
  }

  private static void requireWhole(MirrorView view) {
    assertThat(products(view, Scope.ALL)).hasSize(PRODUCTS).doesNotHaveDuplicates();
    assertThat(products(view, new Scope(null, "even"))).hasSize(PRODUCTS / 2);
    assertThat(products(view, new Scope(Set.of(3L), null))).containsExactly(3L);
  }

  private static List<Long> products(MirrorView view, Scope scope) {
    var found = new ArrayList<Long>();
    view.images(scope)
        .forEach(image -> view.offers(image, scope, (merchant, product) -> found.add(merchant)));
    return found;
  }
}
