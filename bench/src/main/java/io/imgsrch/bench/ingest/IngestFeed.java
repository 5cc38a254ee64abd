package io.imgsrch.bench.ingest;

import io.imgsrch.bench.topic.RecordCount;
import io.imgsrch.bench.topic.RecordTail;
import io.imgsrch.bench.topic.RecordWriter;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.imgsrch.local.catalogue.CatalogueProduct;
import io.imgsrch.local.catalogue.EventPicture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes products for the index job, and counts what it makes of them. For one thread. */
final class IngestFeed implements AutoCloseable {
  private static final int MERCHANTS = 1_000;

  /** Of a listing with its pictures; one that announces a product has none yet. */
  private static final String FETCHED = "\"fetching\":false";

  private final RecordWriter writer;
  private final RecordCount images;
  private final RecordTail listings;
  private final RecordCount letters;
  private long products;

  IngestFeed(Settings settings) {
    writer = new RecordWriter(settings);
    images = new RecordCount(settings, Topic.IMAGES);
    listings = new RecordTail(settings, Topic.LISTINGS, IngestFeed::isFetched);
    letters = new RecordCount(settings, Topic.DEAD_LETTERS);
  }

  /** Writes so many new products, which show the pictures in turn. */
  void list(List<EventPicture> pictures, int count) throws IOException {
    for (int i = 0; i < count; i++, products++) {
      var product =
          new CatalogueProduct(
              products % MERCHANTS,
              "product-" + products,
              1,
              "Product " + products,
              "category",
              1_000,
              "EUR",
              true,
              List.of());
      var shown = List.of(pictures.get(i % pictures.size()));
      writer.send(Topic.PRODUCTS, product.key(), product.event(shown));
    }
    writer.flush();
  }

  /** How many pictures were embedded so far. */
  long embedded() {
    return images.now();
  }

  /** How many products were listed with their pictures so far. */
  long listed() {
    return listings.now();
  }

  static boolean isFetched(byte[] listing) {
    return new String(listing, StandardCharsets.ISO_8859_1).contains(FETCHED);
  }

  /**
   * Checks that the job made use of everything.
   *
   * @throws IOException if it did not
   */
  void requireNoLetters() throws IOException {
    long refused = letters.now();
    if (refused > 0) {
      throw new IOException(
          "%d pictures or events were refused: see %s"
              .formatted(refused, Topic.DEAD_LETTERS.topicName()));
    }
  }

  @Override
  public void close() {
    images.close();
    listings.close();
    letters.close();
    writer.close();
  }
}
