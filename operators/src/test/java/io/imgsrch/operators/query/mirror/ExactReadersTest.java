package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.operators.query.Scope;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Searches beside a writer that purges pictures and gives their places to others. */
class ExactReadersTest {
  @Test
  void noSearchEverFindsAPictureByTheVectorOfAnother() throws Exception {
    var pictures = new AxisPictures();
    var over = new AtomicBoolean();
    var threads = Executors.newFixedThreadPool(2);
    try {
      var reader =
          pictures.reader(
              over::get,
              (search, vector, count) ->
                  search
                      .nearest(pictures.mirror(), vector, Scope.ALL, count, () -> false)
                      .images());
      var first = threads.submit(reader);
      var second = threads.submit(reader);
      pictures.replace();
      over.set(true);
      assertThat(first.get()).isPositive();
      assertThat(second.get()).isPositive();
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }
}
