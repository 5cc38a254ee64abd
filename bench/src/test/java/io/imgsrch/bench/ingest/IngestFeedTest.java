package io.imgsrch.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Revision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestFeedTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aListingIsTakenForFetchedOnceItIs(boolean fetching) {
    var listing =
        new Listing(
            1,
            "hat",
            new Revision(1, Revision.AVAILABLE, "0".repeat(32)),
            new Details("Hat", "Clothing", 1_000, "EUR", Map.of(), true),
            List.of(),
            fetching,
            List.of(),
            "");
    assertThat(IngestFeed.isFetched(EventJson.write(listing))).isEqualTo(!fetching);
  }
}
