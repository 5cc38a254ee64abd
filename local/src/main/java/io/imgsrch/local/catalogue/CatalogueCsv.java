package io.imgsrch.local.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.imgsrch.config.event.InputEvents;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * Reads a catalogue: a UTF-8 CSV file with a header, columns in any order, further columns ignored.
 * Several rows of one product are its several pictures; nothing else may differ between them.
 */
public final class CatalogueCsv {
  /** The file that is read of a folder. */
  public static final String FILE_NAME = "catalogue.csv";

  static final int MAX_ERRORS = 20;

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setIgnoreHeaderCase(true)
          .setIgnoreEmptyLines(true)
          .setIgnoreSurroundingSpaces(true)
          .setTrim(true)
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          .setAllowMissingColumnNames(true)
          .get();

  /** A product and the line that named it first. */
  private record Entry(long line, CatalogueProduct product) {}

  private final String name;
  private final RowReader rows;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final List<String> errors = new ArrayList<>();

  private CatalogueCsv(Path file, long defaultVersion) {
    this.name = String.valueOf(file.getFileName());
    var absolute = file.toAbsolutePath();
    this.rows = new RowReader(absolute.resolveSibling(""), defaultVersion);
  }

  /**
   * Reads a CSV file, or the {@value #FILE_NAME} of a folder.
   *
   * @param defaultVersion of the products that name none
   * @throws CatalogueException with one line for each of the first errors
   */
  public static Catalogue read(Path csvOrFolder, long defaultVersion) throws CatalogueException {
    var file = Files.isDirectory(csvOrFolder) ? csvOrFolder.resolve(FILE_NAME) : csvOrFolder;
    if (!Files.isRegularFile(file)) {
      throw new CatalogueException(
          file.equals(csvOrFolder)
              ? "there is no file " + file
              : "the folder " + csvOrFolder + " holds no " + FILE_NAME + ", which names products");
    }
    return new CatalogueCsv(file, defaultVersion).read(file);
  }

  private Catalogue read(Path file) throws CatalogueException {
    try (var reader = Files.newBufferedReader(file, UTF_8)) {
      skipByteOrderMark(reader);
      try (var parser = FORMAT.parse(reader)) {
        checkHeader(parser.getHeaderNames());
        readRows(parser);
      }
    } catch (UncheckedIOException | IOException | IllegalArgumentException e) {
      errors.add(name + ": " + unreadable(e));
    }
    if (!errors.isEmpty()) {
      throw CatalogueException.of(errors, errors.size() == MAX_ERRORS);
    }
    if (entries.isEmpty()) {
      throw new CatalogueException(name + ": there is no product after the header");
    }
    return new Catalogue(entries.values().stream().map(Entry::product).toList());
  }

  private void readRows(CSVParser parser) {
    for (var row : parser) {
      long line = parser.getCurrentLineNumber() - lineEndsIn(row);
      try {
        add(line, rows.read(row));
      } catch (CatalogueException e) {
        errors.add("%s, line %d: %s".formatted(name, line, e.getMessage()));
      }
      if (errors.size() == MAX_ERRORS) {
        return;
      }
    }
  }

  private void add(long line, CatalogueProduct product) throws CatalogueException {
    var first = entries.putIfAbsent(product.key(), new Entry(line, product));
    if (first == null) {
      return;
    }
    if (!first.product().with(List.of()).equals(product.with(List.of()))) {
      throw new CatalogueException(
          "%s is described otherwise than in line %d; only image may differ between its rows"
              .formatted(product.key(), first.line()));
    }
    if (first.product().pictures().size() == InputEvents.MAX_PICTURES) {
      throw new CatalogueException(
          "image: %s has more than %d pictures".formatted(product.key(), InputEvents.MAX_PICTURES));
    }
    entries.put(product.key(), new Entry(first.line(), first.product().withPicturesOf(product)));
  }

  private void checkHeader(List<String> columns) throws CatalogueException {
    var missing = new ArrayList<>(RowReader.REQUIRED);
    columns.forEach(column -> missing.removeIf(column::equalsIgnoreCase));
    if (!missing.isEmpty()) {
      throw new CatalogueException(
          "%s, line 1: the header must name %s; it names %s"
              .formatted(name, String.join(", ", missing), String.join(", ", columns)));
    }
  }

  private static String unreadable(Exception e) {
    boolean notUtf8 =
        e instanceof CharacterCodingException || e.getCause() instanceof CharacterCodingException;
    return notUtf8
        ? "must be UTF-8, holds bytes that are none"
        : "is no CSV file: " + e.getMessage();
  }

  /** Spreadsheets write one. */
  private static void skipByteOrderMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
  }

  private static long lineEndsIn(CSVRecord row) {
    return row.stream().flatMapToInt(String::chars).filter(c -> c == '\n').count();
  }
}
