package io.imgsrch.sinks.postgres;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.FailedPicture;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.event.Revision;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Offers for tests. */
final class TestOffers {
  static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private TestOffers() {}

  static Offer offer(String productId, Revision content, @Nullable Revision availability) {
    var details =
        content.rank() == Revision.DELETED
            ? null
            : new Details(
                "Red \"shoe\" \\ naïve",
                "shoes",
                1999,
                "EUR",
                Map.of("colour", "red"),
                content.rank() == Revision.AVAILABLE);
    return new Offer(
        7,
        productId,
        content,
        availability,
        details,
        List.of("aa", "bb"),
        false,
        List.of(new FailedPicture(2, Reason.NOT_AN_IMAGE)),
        TRACE);
  }

  static Revision revision(long version, int rank, String digest) {
    return new Revision(version, rank, digest);
  }
}
