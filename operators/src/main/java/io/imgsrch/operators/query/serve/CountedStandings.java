package io.imgsrch.operators.query.serve;

import io.imgsrch.operators.query.PictureStandings;
import io.imgsrch.operators.registry.Standing;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.metrics.Counter;

/** Counts the reads that gave no answer. */
record CountedStandings(PictureStandings reader, Counter failures) implements PictureStandings {
  @Override
  public CompletableFuture<Optional<Standing>> standing(String imagePk) {
    return CountedValidity.count(reader.standing(imagePk), failures);
  }

  @Override
  public void close() {
    reader.close();
  }
}
