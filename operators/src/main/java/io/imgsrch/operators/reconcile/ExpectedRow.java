package io.imgsrch.operators.reconcile;

import io.imgsrch.config.digest.Blocks;
import io.imgsrch.config.digest.RowDigest;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Origin;
import io.imgsrch.config.event.StoredTable;

/** A row that a record of a topic makes in a table. */
public record ExpectedRow(StoredTable table, int block, String key, Expectation expectation) {

  /** The offer's row in the archive. */
  public static ExpectedRow of(Offer offer, Origin origin) {
    var key = offer.key();
    return new ExpectedRow(
        StoredTable.OFFERS,
        Blocks.ofProduct(key),
        key,
        new Expectation(
            true, RowDigest.of(offer), origin.partition(), origin.offset(), offer.versions()));
  }

  /** The bitmap's row in the archive. */
  public static ExpectedRow of(MerchantBitmap bitmap, Origin origin) {
    return ofImage(
        StoredTable.BITMAPS,
        bitmap.imagePk(),
        true,
        RowDigest.of(bitmap, origin.partition(), origin.offset()),
        origin);
  }

  /** The picture's row in the archive. */
  public static ExpectedRow of(ImageVector image, Origin origin) {
    return ofImage(StoredTable.IMAGES, image.imagePk(), true, RowDigest.of(image), origin);
  }

  /** The picture's row in the vector store, which has none of a purged one. */
  public static ExpectedRow ofVector(ImageVector image, Origin origin) {
    var digest =
        image.gone() ? 0 : RowDigest.ofVector(image.imagePk(), image.modelId(), image.vector());
    return ofImage(StoredTable.VECTORS, image.imagePk(), !image.gone(), digest, origin);
  }

  private static ExpectedRow ofImage(
      StoredTable table, String imagePk, boolean present, long digest, Origin origin) {
    return new ExpectedRow(
        table,
        Blocks.ofImage(imagePk),
        imagePk,
        new Expectation(present, digest, origin.partition(), origin.offset(), null));
  }

  /** The key of the block that the row is in. */
  public String blockKey() {
    return blockKey(table, block);
  }

  static String blockKey(StoredTable table, int block) {
    return table + "/" + block;
  }
}
