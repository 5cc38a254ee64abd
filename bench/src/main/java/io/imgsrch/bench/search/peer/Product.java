package io.imgsrch.bench.search.peer;

import io.imgsrch.bench.search.data.Filter;
import io.imgsrch.bench.search.data.Item;
import io.imgsrch.bench.search.data.Shape;
import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.ProductKey;
import io.imgsrch.config.event.Revision;
import io.imgsrch.operators.query.Scope;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * An item as the catalogue knows it: a product with one picture. Its key says all of it.
 *
 * @param item the item's number
 */
record Product(int item, int merchant, int category) {
  static final String MODEL = "bench";

  /** Merchants of different shapes are different merchants. */
  private static final int CLUSTERED = 1_000;

  private static final String DIGEST = "0".repeat(32);

  /** Of no event in particular. */
  private static final String TRACE = "00-%032x-%016x-01".formatted(1, 1);

  private static final String SEPARATOR = ".";

  static Product of(Item item, Shape shape) {
    return new Product(item.number(), id(item.merchant(shape), shape), item.category());
  }

  /**
   * The product of a key that {@link #key} made.
   *
   * @throws IllegalArgumentException for any other
   */
  static Product ofKey(String key) {
    int slash = key.indexOf('/');
    int dot = key.indexOf(SEPARATOR);
    if (slash < 0 || dot < slash) {
      throw new IllegalArgumentException("not a product of the benchmark: " + key);
    }
    return new Product(
        itemOf(key.substring(slash + 1)),
        Integer.parseInt(key.substring(0, slash)),
        Integer.parseInt(key.substring(dot + 1)));
  }

  /** The number of the item of a {@code product_id}. */
  static int itemOf(String productId) {
    return Integer.parseInt(productId.substring(0, productId.indexOf(SEPARATOR)));
  }

  static String imagePk(int item) {
    return Digest.sha256(Integer.toString(item).getBytes(StandardCharsets.US_ASCII));
  }

  private static int id(int merchant, Shape shape) {
    return shape == Shape.SPREAD ? merchant : CLUSTERED + merchant;
  }

  static Scope scope(Filter filter) {
    return new Scope(
        filter.merchants().isEmpty() ? null : new HashSet<>(merchants(filter)),
        filter.category() == null ? null : category(filter.category()));
  }

  static List<Long> merchants(Filter filter) {
    return filter.merchants().stream()
        .map(merchant -> (long) id(merchant, filter.shape()))
        .toList();
  }

  static String category(int category) {
    return "category " + category;
  }

  String productId() {
    return item + SEPARATOR + category;
  }

  String key() {
    return ProductKey.of(merchant, productId());
  }

  ImageVector image(float[] vector) {
    return new ImageVector(imagePk(item), MODEL, vector, 1, 1, TRACE);
  }

  Listing listing() {
    return new Listing(
        merchant,
        productId(),
        new Revision(1, Revision.AVAILABLE, DIGEST),
        details(),
        List.of(imagePk(item)),
        false,
        List.of(),
        TRACE);
  }

  /** The record that withdraws it for good. */
  Listing withdrawn() {
    var revision = new Revision(2, Revision.DELETED, DIGEST);
    return new Listing(merchant, productId(), revision, null, List.of(), false, List.of(), TRACE);
  }

  Offer offer() {
    var listing = listing();
    return new Offer(
        merchant,
        listing.productId(),
        listing.revision(),
        null,
        details(),
        listing.imagePks(),
        false,
        List.of(),
        TRACE);
  }

  private Details details() {
    return new Details("Product " + item, category(category), 1_000, "EUR", Map.of(), true);
  }
}
