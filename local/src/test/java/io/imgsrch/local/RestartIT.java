package io.imgsrch.local;

import static io.imgsrch.local.Shop.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.local.demo.Counters;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second start over the same directory. */
class RestartIT {
  @TempDir private Path directory;

  @Test
  void everythingIsThereAgainAndNothingIsEmbeddedTwice() throws Exception {
    var kept = Shop.picture(1);
    var withdrawn = Shop.picture(2);
    try (var shop = Shop.open(directory)) {
      shop.list(1, "kept", 1, kept);
      shop.list(1, "withdrawn", 1, withdrawn);
      eventually(() -> found(shop, kept, "kept") && found(shop, withdrawn, "withdrawn"));
      shop.setAvailable(1, "withdrawn", 1, false);
      eventually(() -> !found(shop, withdrawn, "withdrawn"));
    }

    try (var shop = Shop.open(directory)) {
      eventually(() -> found(shop, kept, "kept"));
      assertThat(found(shop, withdrawn, "withdrawn")).isFalse();
      eventually(() -> mirrors(shop, 2)); // though Flink's sources go on after both

      shop.list(2, "again", 1, kept);
      eventually(() -> shop.score(kept, 2, "again").isPresent());
      var counters = Counters.read(Shop.local(shop.ports.metrics()));
      assertThat(counters.events()).isEqualTo(1);
      assertThat(counters.uniqueImages()).isZero();
      assertThat(counters.dedupHits()).isEqualTo(1);

      shop.setAvailable(1, "withdrawn", 2, true);
      eventually(() -> found(shop, withdrawn, "withdrawn"));
    }
  }

  private static boolean mirrors(Shop shop, int offers) throws Exception {
    return Pattern.compile("mirror_offers\\{[^}]*} " + offers + "\\.0")
        .matcher(shop.get(shop.ports.metrics(), "/metrics"))
        .find();
  }

  private static boolean found(Shop shop, Path photo, String product) throws Exception {
    return shop.score(photo, 1, product).orElse(0.0) > 0.99;
  }
}
