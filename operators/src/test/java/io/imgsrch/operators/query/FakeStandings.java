package io.imgsrch.operators.query;

import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.registry.Standing;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** Verdicts in memory. */
public final class FakeStandings implements PictureStandings {
  private final Map<String, Standing> standings = new HashMap<>();
  public volatile boolean failsAlways;
  public volatile boolean closed;

  public FakeStandings good(String imagePk) {
    standings.put(imagePk, new Standing(null, ""));
    return this;
  }

  public FakeStandings bad(String imagePk, Reason reason, String message) {
    standings.put(imagePk, new Standing(reason, message));
    return this;
  }

  @Override
  public CompletableFuture<Optional<Standing>> standing(String imagePk) {
    return failsAlways
        ? CompletableFuture.failedFuture(new TimeoutException("no answer for " + imagePk))
        : CompletableFuture.completedFuture(Optional.ofNullable(standings.get(imagePk)));
  }

  @Override
  public void close() {
    closed = true;
  }
}
