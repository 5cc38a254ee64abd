package io.imgsrch.operators.query;

import io.imgsrch.operators.registry.Standing;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Knows the verdicts on pictures. Every call has a deadline of its own and may be made from any
 * thread.
 */
public interface PictureStandings extends AutoCloseable {
  /** The verdict on a picture; empty while it is pending, or if nobody ever showed it. */
  CompletableFuture<Optional<Standing>> standing(String imagePk);

  @Override
  void close();
}
