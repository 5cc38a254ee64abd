package io.imgsrch.sinks.postgres;

import static io.imgsrch.sinks.postgres.Column.nullable;
import static io.imgsrch.sinks.postgres.Column.required;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The current offers, deletions as rows. A row is replaced only if neither of its two version lines
 * goes back; an equal version is taken again.
 */
final class OfferTable implements ArchiveTable<Offer> {
  private static final long serialVersionUID = 1L;
  private static final JsonMapper JSON = new JsonMapper();

  /** Beside the details and the pictures. */
  private static final int FIXED_BYTES = 512;

  private static final int PICTURE_BYTES = 80;

  @Override
  public String name() {
    return "offers";
  }

  @Override
  public List<String> primaryKey() {
    return List.of("merchant_id", "product_id");
  }

  // Digests compare byte by byte, as Java compares hex digits.
  @Override
  public List<Column> columns() {
    return List.of(
        required("merchant_id", "bigint"),
        required("product_id", "text"),
        required("content_version", "bigint"),
        required("content_rank", "smallint"),
        new Column("content_digest", "text", "COLLATE \"C\" NOT NULL"),
        nullable("availability_version", "bigint"),
        nullable("availability_rank", "smallint"),
        new Column("availability_digest", "text", "COLLATE \"C\""),
        required("deleted", "boolean"),
        nullable("title", "text"),
        nullable("category", "text"),
        nullable("price_minor", "bigint"),
        nullable("currency", "text"),
        nullable("attributes", "jsonb"),
        required("available", "boolean"),
        required("image_pks", "text[]"),
        required("fetching", "boolean"),
        required("failed_pictures", "jsonb"),
        required("traceparent", "text"));
  }

  @Override
  public String keyText() {
    return "(merchant_id || '/' || product_id)";
  }

  @Override
  public String block() {
    return RowDigestSql.blockOfHash(keyText());
  }

  @Override
  public List<String> digestFields() {
    return List.of(
        "merchant_id::text",
        "product_id",
        "content_version::text",
        "content_rank::text",
        "content_digest",
        "availability_version::text",
        "availability_rank::text",
        "availability_digest",
        "deleted::text",
        "title",
        "category",
        "price_minor::text",
        "currency",
        "attributes::text",
        "available::text",
        "cardinality(image_pks)::text",
        "array_to_string(image_pks, ',')",
        "fetching::text",
        "failed_pictures::text");
  }

  @Override
  public String guard() {
    return """
        (t.content_version, t.content_rank, t.content_digest)
          <= (excluded.content_version, excluded.content_rank, excluded.content_digest)
        AND (t.availability_version IS NULL
          OR excluded.availability_version IS NOT NULL
          AND (t.availability_version, t.availability_rank, t.availability_digest)
            <= (excluded.availability_version, excluded.availability_rank,
                excluded.availability_digest))""";
  }

  /** The same rule as {@link #guard}. */
  @Override
  public boolean replaces(Offer before, Offer next) {
    return !next.content().isSupersededBy(before.content())
        && (before.availability() == null
            || (next.availability() != null
                && !next.availability().isSupersededBy(before.availability())));
  }

  @Override
  public String key(Offer offer) {
    return offer.key();
  }

  @Override
  public String traceparent(Offer offer) {
    return offer.traceparent();
  }

  @Override
  public int sizeOf(Offer offer) {
    var size = FIXED_BYTES + PICTURE_BYTES * offer.imagePks().size();
    var details = offer.details();
    if (details != null) {
      size += details.title().length() + details.category().length();
      for (var attribute : details.attributes().entrySet()) {
        size += attribute.getKey().length() + attribute.getValue().length();
      }
    }
    return size;
  }

  @Override
  public void bind(PreparedStatement statement, Offer offer) throws SQLException {
    var row = new RowBinder(statement);
    row.add(offer.merchantId());
    row.add(offer.productId());
    add(row, offer.content());
    add(row, offer.availability());
    row.add(offer.deleted());
    var details = offer.details();
    row.add(details == null ? null : details.title());
    row.add(details == null ? null : details.category());
    if (details == null) {
      row.addNull(Types.BIGINT);
    } else {
      row.add(details.priceMinor());
    }
    row.add(details == null ? null : details.currency());
    row.add(details == null ? null : json(details.attributes()));
    row.add(offer.available());
    row.add("text", offer.imagePks().toArray());
    row.add(offer.fetching());
    row.add(json(offer.failedPictures()));
    row.add(offer.traceparent());
  }

  private static void add(RowBinder row, @Nullable Revision revision) throws SQLException {
    if (revision == null) {
      row.addNull(Types.BIGINT);
      row.addNull(Types.SMALLINT);
      row.addNull(Types.VARCHAR);
    } else {
      row.add(revision.version());
      row.add((short) revision.rank());
      row.add(revision.digest());
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write an offer's JSON column", e);
    }
  }
}
