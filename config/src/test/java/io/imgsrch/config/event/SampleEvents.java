package io.imgsrch.config.event;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One record of every kind. */
final class SampleEvents {
  static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  static final Origin ORIGIN = new Origin("catalog.products", 3, 1041, 1_000, TRACEPARENT);

  static final String IMAGE_PK = Digest.sha256(new byte[] {1, 2, 3});
  static final Details DETAILS =
      new Details("Hüte 🎩", "Clothing", 2_999, "EUR", Map.of("b", "2", "a", "1"), true);
  static final Listing LISTING =
      new Listing(
          0xFFFF_FFFFL,
          "a/b",
          new Revision(Long.MAX_VALUE, Revision.AVAILABLE, Digest.of(DETAILS)),
          DETAILS,
          List.of(IMAGE_PK),
          true,
          List.of(new FailedPicture(7, Reason.PICTURE_NOT_FOUND)),
          TRACEPARENT);
  static final Listing DELETED_LISTING =
      new Listing(
          0,
          "x",
          new Revision(Long.MIN_VALUE, Revision.DELETED, ""),
          null,
          List.of(),
          false,
          List.of(),
          TRACEPARENT);
  static final List<Listing> LISTINGS = List.of(LISTING, DELETED_LISTING);

  static final List<Offer> OFFERS =
      List.of(
          offer(null, DETAILS),
          offer(new Revision(4, Revision.UNAVAILABLE, "00ff"), DETAILS.with(false, 1)),
          offer(new Revision(5, Revision.AVAILABLE, ""), null));

  static final ImageVector IMAGE =
      new ImageVector(IMAGE_PK, "model", new float[] {0.6f, 0.8f}, 320, 240, TRACEPARENT);
  static final MerchantBitmap BITMAP =
      new MerchantBitmap(IMAGE_PK, new byte[] {58, 48, 0, 0, 0, 0, 0, 0}, TRACEPARENT);

  static final List<Repair> REPAIRS =
      List.of(
          new Repair(StoredTable.VECTORS, IMAGE_PK, IMAGE, TRACEPARENT),
          new Repair(StoredTable.OFFERS, "7/P0001", null, TRACEPARENT));

  static final List<Progress> PROGRESS =
      List.of(
          progress(Progress.Role.SOURCE, Map.of(0, 17L, 11, 4L)),
          progress(Progress.Role.SINK, Map.of()));

  private SampleEvents() {}

  private static Progress progress(Progress.Role role, Map<Integer, Long> offsets) {
    return new Progress("job", "4bf9", 2, role, "catalog.products", 1, 2, 1_700_000, offsets);
  }

  private static Offer offer(@Nullable Revision availability, @Nullable Details details) {
    return new Offer(
        7,
        "P0001",
        new Revision(1, Revision.AVAILABLE, "ab"),
        availability,
        details,
        List.of(IMAGE_PK),
        false,
        List.of(),
        TRACEPARENT);
  }
}
