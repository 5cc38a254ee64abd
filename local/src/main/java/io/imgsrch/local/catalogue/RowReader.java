package io.imgsrch.local.catalogue;

import io.imgsrch.config.event.InputEvents;
import io.imgsrch.config.event.InvalidEventException;
import io.imgsrch.config.event.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVRecord;

/** Reads one row of a catalogue: a product with one picture. */
final class RowReader {
  /** The largest picture that the platform takes, in bytes. */
  static final int MAX_PICTURE_BYTES = 5 * 1024 * 1024;

  static final List<String> REQUIRED =
      List.of(
          "merchant_id",
          "product_id",
          "title",
          "category",
          "price_minor",
          "currency",
          "available",
          "image");

  private static final String VERSION = "version";
  private static final Origin NOWHERE = new Origin("", 0, 0, 0, "");

  private final Path folder;
  private final long defaultVersion;

  RowReader(Path folder, long defaultVersion) {
    this.folder = folder;
    this.defaultVersion = defaultVersion;
  }

  /**
   * Reads a row.
   *
   * @throws CatalogueException with a message that starts with the column
   */
  CatalogueProduct read(CSVRecord row) throws CatalogueException {
    for (var column : REQUIRED) {
      if (!row.isSet(column)) {
        throw new CatalogueException(column + " is missing: the row is too short");
      }
    }
    var product =
        new CatalogueProduct(
            number(row, "merchant_id"),
            row.get("product_id"),
            version(row),
            row.get("title"),
            row.get("category"),
            number(row, "price_minor"),
            row.get("currency"),
            flag(row, "available"),
            List.of(picture(row.get("image"))));
    checkContract(product);
    return product;
  }

  /** What the platform would refuse is refused here, by the platform's own rules. */
  private static void checkContract(CatalogueProduct product) throws CatalogueException {
    var picture =
        product.pictures().get(0) instanceof PictureSource.Remote remote ? remote.url() : "file";
    try {
      InputEvents.product(product.event(List.of(EventPicture.at(picture))), NOWHERE);
    } catch (InvalidEventException e) {
      throw new CatalogueException(
          String.valueOf(e.getMessage()).replaceFirst("^images\\[0]\\.url", "image"));
    }
  }

  private long version(CSVRecord row) throws CatalogueException {
    boolean absent = !row.isSet(VERSION) || row.get(VERSION).isEmpty();
    return absent ? defaultVersion : number(row, VERSION);
  }

  private static long number(CSVRecord row, String column) throws CatalogueException {
    try {
      return Long.parseLong(row.get(column));
    } catch (NumberFormatException e) {
      throw new CatalogueException(
          "%s must be a whole number, is '%s'".formatted(column, row.get(column)));
    }
  }

  private static boolean flag(CSVRecord row, String column) throws CatalogueException {
    return switch (row.get(column).toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new CatalogueException(
              "%s must be true or false, is '%s'".formatted(column, row.get(column)));
    };
  }

  private PictureSource picture(String text) throws CatalogueException {
    if (text.isEmpty()) {
      throw new CatalogueException("image must be a file or an http address, is empty");
    }
    if (text.matches("(?i)https?://.*")) {
      return new PictureSource.Remote(text);
    }
    try {
      var file = folder.resolve(text).normalize();
      if (!Files.isRegularFile(file)) {
        throw new CatalogueException("image must be a file or an http address: no file " + file);
      }
      long bytes = Files.size(file);
      if (bytes == 0 || bytes > MAX_PICTURE_BYTES) {
        throw new CatalogueException(
            "image must have 1 to %d bytes, %s has %d".formatted(MAX_PICTURE_BYTES, file, bytes));
      }
      return new PictureSource.Local(file);
    } catch (InvalidPathException | IOException e) {
      throw new CatalogueException("image cannot be read: " + e.getMessage());
    }
  }
}
