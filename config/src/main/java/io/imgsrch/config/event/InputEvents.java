package io.imgsrch.config.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the two input topics. Unknown fields are ignored; what is missing, of another type or out
 * of bounds is named in the error.
 */
public final class InputEvents {
  public static final long MAX_MERCHANT_ID = 0xFFFF_FFFFL;
  public static final int MAX_PRODUCT_ID_LENGTH = 64;
  public static final int MAX_TITLE_LENGTH = 512;
  public static final int MAX_CATEGORY_LENGTH = 128;
  public static final int MAX_PICTURES = 8;
  public static final int MAX_URL_LENGTH = 2048;
  public static final long MAX_PRICE_MINOR = 1_000_000_000_000_000L;

  private InputEvents() {}

  /** Reads a value of {@code catalog.products}. */
  public static ProductEvent product(byte[] value, Origin origin) throws InvalidEventException {
    var fields = FieldReader.of(value);
    boolean deleted =
        fields
            .text("op", op -> op.equals("UPSERT") || op.equals("DELETE"), "UPSERT or DELETE")
            .equals("DELETE");
    long merchantId = merchantId(fields);
    var productId = productId(fields);
    long version = version(fields);
    if (deleted) {
      var revision = new Revision(version, Revision.DELETED, "");
      return new ProductEvent(origin, merchantId, productId, revision, null, List.of(), value);
    }
    var details =
        new Details(
            fields.text("title", 1, MAX_TITLE_LENGTH),
            fields.text("category", 1, MAX_CATEGORY_LENGTH),
            fields.integer("price_minor", 0, MAX_PRICE_MINOR),
            fields.text("currency", c -> c.matches("[A-Z]{3}"), "an ISO 4217 code, such as EUR"),
            fields.texts("attributes", 64, 64, 512),
            fields.bool("available"));
    var pictures = new ArrayList<PictureRef>();
    var digests = new ArrayList<String>();
    for (var picture : fields.objects("images", 1, MAX_PICTURES)) {
      var url = picture.has("url") ? picture.text("url", 1, MAX_URL_LENGTH) : null;
      pictures.add(new PictureRef(pictures.size(), url));
      digests.add(url != null ? url : Digest.sha256(inlineText(picture)));
    }
    int rank = details.available() ? Revision.AVAILABLE : Revision.UNAVAILABLE;
    var canonical = new TreeMap<String, Object>(Map.of("details", details, "images", digests));
    var revision = new Revision(version, rank, Digest.of(canonical));
    return new ProductEvent(origin, merchantId, productId, revision, details, pictures, value);
  }

  /** Reads a value of {@code catalog.availability}. */
  public static AvailabilityEvent availability(byte[] value, Origin origin)
      throws InvalidEventException {
    var fields = FieldReader.of(value);
    long merchantId = merchantId(fields);
    var productId = productId(fields);
    long version = version(fields);
    boolean available = fields.bool("available");
    @Nullable Long price =
        fields.has("price_minor") ? fields.integer("price_minor", 0, MAX_PRICE_MINOR) : null;
    int rank = available ? Revision.AVAILABLE : Revision.UNAVAILABLE;
    var revision = new Revision(version, rank, price == null ? "" : "%016x".formatted(price));
    return new AvailabilityEvent(origin, merchantId, productId, revision, available, price);
  }

  /** The base64 text of an inline picture of an event that {@link #product} accepted. */
  public static String inlinePicture(ProductEvent event, int index) throws InvalidEventException {
    return inlineText(FieldReader.of(event.source()).objects("images", 1, MAX_PICTURES).get(index));
  }

  /** Whether no character of it would make a text of an event {@link Reason#BAD_TEXT}. */
  public static boolean isText(String text) {
    return FieldReader.badCharacter(text) < 0;
  }

  private static String inlineText(FieldReader picture) throws InvalidEventException {
    if (!picture.has("base64")) {
      throw picture.missing("url or base64");
    }
    return picture.text("base64", 1, Integer.MAX_VALUE);
  }

  private static long merchantId(FieldReader fields) throws InvalidEventException {
    return fields.integer("merchant_id", 0, MAX_MERCHANT_ID);
  }

  private static String productId(FieldReader fields) throws InvalidEventException {
    return fields.text("product_id", 1, MAX_PRODUCT_ID_LENGTH);
  }

  private static long version(FieldReader fields) throws InvalidEventException {
    return fields.integer("version", Long.MIN_VALUE, Long.MAX_VALUE);
  }
}
