package io.imgsrch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.config.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every failpoint, in the jobs as they are: one that is never reached would prove nothing. */
@Timeout(900)
class FailpointsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int PRODUCTS = 4;

  @TempDir private Path directory;

  @Test
  void whereverAJobFailsNothingIsLostAndTheNewestWins() throws Exception {
    try (var disturbed = DisturbedShop.open(directory)) {
      var faults = new EnumMap<Failpoint, Fault>(Failpoint.class);
      for (var place : Failpoint.values()) {
        faults.put(place, place.arm(Fault.failing().once()));
      }
      for (int product = 0; product < PRODUCTS; product++) {
        disturbed.shop.list(1, "p" + product, 2, Shop.picture(30 + product));
        disturbed.shop.list(1, "p" + product, 1, Shop.picture(40 + product));
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(faults).allSatisfy(FailpointsIT::hasStruck));
      for (int product = 0; product < PRODUCTS; product++) {
        var name = "p" + product;
        var picture = Shop.picture(30 + product);
        Shop.eventually(PATIENCE, () -> disturbed.reflects(1, name, 2, picture));
      }
    } finally {
      Failpoint.disarmAll();
    }
  }

  private static void hasStruck(Failpoint place, Fault fault) {
    assertThat(fault.struck()).as(place.name()).isEqualTo(1);
  }
}
