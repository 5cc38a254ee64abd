package io.imgsrch.operators;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.imgsrch.config.event.AvailabilityEvent;
import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Origin;
import io.imgsrch.config.event.PictureRef;
import io.imgsrch.config.event.ProductEvent;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.event.Revision;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.operators.assemble.ImageReference;
import io.imgsrch.operators.fetch.FetchedPicture;
import io.imgsrch.operators.fetch.FetchedProduct;
import io.imgsrch.operators.fetch.MissedPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Small events for tests. */
public final class Events {
  private Events() {}

  public static Origin origin(long offset) {
    return new Origin(
        "catalog.products",
        0,
        offset,
        1_000 + offset,
        Traceparent.ofRecord("catalog.products", 0, offset, 1_000 + offset));
  }

  public static Details details(String title, boolean available) {
    return new Details(title, "Toys", 1_299, "EUR", Map.of("colour", "red"), available);
  }

  /** An upsert whose title tells its version. */
  public static ProductEvent upsert(String productId, long version, String... urls) {
    var pictures = new ArrayList<PictureRef>();
    for (var url : urls) {
      pictures.add(new PictureRef(pictures.size(), url));
    }
    return new ProductEvent(
        origin(version),
        7,
        productId,
        new Revision(version, Revision.AVAILABLE, "d" + version),
        details("v" + version, true),
        pictures,
        ("event " + productId + " " + version).getBytes(UTF_8));
  }

  public static ProductEvent deletion(String productId, long version) {
    return new ProductEvent(
        origin(version),
        7,
        productId,
        new Revision(version, Revision.DELETED, ""),
        null,
        List.of(),
        "deletion".getBytes(UTF_8));
  }

  /** The event with one picture for each text; its bytes are the text. */
  public static FetchedProduct fetched(ProductEvent event, String... pictures) {
    var fetched = new ArrayList<FetchedPicture>();
    for (var picture : pictures) {
      fetched.add(new FetchedPicture(fetched.size(), imagePk(picture), picture.getBytes(UTF_8)));
    }
    return new FetchedProduct(event, fetched, List.of());
  }

  /** The event whose first picture was missed. */
  public static FetchedProduct missed(ProductEvent event, Reason reason) {
    return missed(event, reason, 0);
  }

  /** The event of which only these pictures were tried, and missed. */
  public static FetchedProduct missed(ProductEvent event, Reason reason, int... indexes) {
    var missed = new ArrayList<MissedPicture>();
    for (int index : indexes) {
      missed.add(new MissedPicture(index, reason, "images[" + index + "]: no", 2));
    }
    return new FetchedProduct(event, List.of(), missed);
  }

  public static String imagePk(String picture) {
    return Digest.sha256(picture.getBytes(UTF_8));
  }

  public static ImageReference added(String picture, String productKey, long offset) {
    return new ImageReference(
        imagePk(picture),
        productKey,
        true,
        origin(offset),
        picture.getBytes(UTF_8),
        ("source " + offset).getBytes(UTF_8));
  }

  public static ImageReference removed(String picture, String productKey, long offset) {
    return new ImageReference(
        imagePk(picture), productKey, false, origin(offset), new byte[0], new byte[0]);
  }

  public static Listing listing(
      String productId, Revision revision, @Nullable Details details, String... pictures) {
    var imagePks = new ArrayList<String>();
    for (var picture : pictures) {
      imagePks.add(imagePk(picture));
    }
    return new Listing(
        7, productId, revision, details, imagePks, false, List.of(), trace(revision.version()));
  }

  public static AvailabilityEvent availability(
      String productId, long version, boolean available, @Nullable Long priceMinor) {
    int rank = available ? Revision.AVAILABLE : Revision.UNAVAILABLE;
    return new AvailabilityEvent(
        origin(version),
        7,
        productId,
        new Revision(version, rank, priceMinor == null ? "" : "%016x".formatted(priceMinor)),
        available,
        priceMinor);
  }

  private static String trace(long version) {
    return Traceparent.ofRecord("catalog.listings", 0, version, version);
  }
}
