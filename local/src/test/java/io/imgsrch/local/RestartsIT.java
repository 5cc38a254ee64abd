package io.imgsrch.local;

import static io.imgsrch.local.DisturbedShop.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.imgsrch.jobs.Job;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What tasks open they close: after restarts of all jobs, this process holds what it held before.
 * Twenty restarts, or as many as {@code -Dimgsrch.restarts=100} says.
 */
@Timeout(1_800)
class RestartsIT {
  private static final int RESTARTS = Integer.getInteger("imgsrch.restarts", 20);

  /** Until then classes are loaded, pools fill, and each network thread takes its first buffer. */
  private static final int WARM_UP = 5;

  /** Less than a twentieth of it for each restart: whatever is left open by each one shows. */
  private static final Footprint TOLERANCE = new Footprint(64 << 20, 32 << 20, 8, 16, 64);

  /** Those that run, and some that ended: Flink would keep all of them. */
  private static final int MAX_JOBS = 40;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path directory;
  private static Shop shop;

  @BeforeAll
  static void open() throws Exception {
    shop = Shop.open(directory);
    for (var job : List.of(Job.INDEX, Job.VALIDITY)) {
      shop.platform().jobs().rescale(job, 1);
    }
  }

  @AfterAll
  static void close() throws Exception {
    shop.close();
  }

  @Test
  void whatJobsOpenTheyClose() throws Exception {
    Footprint before = null;
    for (int restart = 1; restart <= RESTARTS; restart++) {
      shop.list(1, "restarted", restart, Shop.picture(1 + restart));
      shop.platform().jobs().restoreAll();
      awaitFound(1, "restarted", restart);
      if (restart == WARM_UP) {
        before = Footprint.now();
      }
    }
    requireNoMoreThan(Objects.requireNonNull(before), TOLERANCE);
    assertThat(jobsInTheUi()).isBetween(Job.values().length, MAX_JOBS);
  }

  private static int jobsInTheUi() throws Exception {
    return JSON.readTree(shop.get(shop.ports.flink(), "/jobs/overview")).path("jobs").size();
  }

  private static void awaitFound(long merchant, String product, int version) {
    eventually(
        () ->
            shop.search(Shop.picture(1 + version), merchant).stream()
                .anyMatch(
                    hit ->
                        hit.productId().equals(product)
                            && hit.contentVersion() == version
                            && hit.score() > 0.99));
  }

  /** Connections and threads end a while after whoever used them. */
  private static void requireNoMoreThan(Footprint before, Footprint tolerance) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              var now = Footprint.now();
              System.out.printf("held before: %s%nheld now:    %s%n", before, now);
              assertThat(now.exceeds(before, tolerance))
                  .as("before: %s; now: %s", before, now)
                  .isEmpty();
            });
  }
}
