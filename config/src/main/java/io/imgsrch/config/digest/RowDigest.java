package io.imgsrch.config.digest;

import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The digest of a row: of all that it says, but for its trace and the time at which it was written.
 */
public final class RowDigest {
  /** PostgreSQL's number of the type real. */
  private static final int REAL = 700;

  private static final int ARRAY_HEADER_INTS = 5;

  private RowDigest() {}

  /** Of an offer in the archive. */
  public static long of(Offer offer) {
    var row = new RowText().add(offer.merchantId()).add(offer.productId());
    add(row, offer.content());
    add(row, offer.availability());
    row.add(offer.deleted());
    var details = offer.details();
    if (details == null) {
      row.addNulls(5);
    } else {
      row.add(details.title()).add(details.category()).add(details.priceMinor());
      row.add(details.currency()).add(JsonbText.of(details.attributes()));
    }
    return row.add(offer.available())
        .add(offer.imagePks().size())
        .add(String.join(",", offer.imagePks()))
        .add(offer.fetching())
        .add(JsonbText.of(offer.failedPictures()))
        .digest();
  }

  /** Of a bitmap in the archive, which says where its record stands in {@code catalog.bitmaps}. */
  public static long of(MerchantBitmap bitmap, int partition, long offset) {
    return new RowText()
        .add(bitmap.imagePk())
        .add(bitmap.merchants())
        .add(partition)
        .add(offset)
        .digest();
  }

  /** Of who sells a picture, wherever the record stands. */
  public static long ofMerchants(String imagePk, byte[] merchants) {
    return new RowText().add(imagePk).add(merchants).digest();
  }

  /** Of a picture in the archive; a purged one is a row too. */
  public static long of(ImageVector image) {
    return new RowText()
        .add(image.imagePk())
        .add(image.modelId())
        .add(array(image.vector()))
        .add(image.width())
        .add(image.height())
        .digest();
  }

  /** Of a row in Milvus; a purged picture has none. */
  public static long ofVector(String imagePk, String modelId, float[] vector) {
    return new RowText().add(imagePk).add(modelId).add(array(vector)).digest();
  }

  /** Of an offer as far as searches filter by it; pictures in whatever order. */
  public static long ofOnSale(
      long merchantId, String productId, String category, Collection<String> imagePks) {
    return new RowText()
        .add(merchantId)
        .add(productId)
        .add(category)
        .add(String.join(",", new TreeSet<>(imagePks)))
        .digest();
  }

  /** Of a picture that can be found. */
  public static long ofEmbedded(String imagePk) {
    return new RowText().add(imagePk).digest();
  }

  private static void add(RowText row, @Nullable Revision revision) {
    if (revision == null) {
      row.addNulls(3);
    } else {
      row.add(revision.version()).add(revision.rank()).add(revision.digest());
    }
  }

  /** The bytes that PostgreSQL's array_send makes of a real[], bit by bit. */
  private static byte[] array(float[] values) {
    var bytes =
        ByteBuffer.allocate(ARRAY_HEADER_INTS * Integer.BYTES + 2 * Integer.BYTES * values.length);
    bytes.putInt(values.length == 0 ? 0 : 1).putInt(0).putInt(REAL);
    if (values.length > 0) {
      bytes.putInt(values.length).putInt(1);
    }
    for (var value : values) {
      bytes.putInt(Float.BYTES).putInt(Float.floatToRawIntBits(value));
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
