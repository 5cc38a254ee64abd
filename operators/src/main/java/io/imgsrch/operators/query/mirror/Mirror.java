package io.imgsrch.operators.query.mirror;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.query.TopicEnds;
import java.util.BitSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the catalogue in memory by the records of {@code catalog.offers} and {@code
 * catalog.images}. They may be repeated, and older ones may follow newer ones: the newest counts. A
 * deleted offer is kept, so that an older record finds what it loses against.
 *
 * <p>One thread applies and publishes; any may read the {@link #view}. A million offers with one
 * picture each weigh 315 MB of heap; their vectors, where they are kept, twice their dimension and
 * four bytes each, outside of it.
 */
public final class Mirror {
  static final int[] NO_LINKS = {};

  private final Offers offers = new Offers();
  private final Images images = new Images();
  private final ImageSets<Long> merchants = new ImageSets<>();
  private final ImageSets<String> categories = new ImageSets<>();
  private final ResidentVectors vectors;
  private volatile MirrorView view = MirrorView.EMPTY;

  /** Keeps no vectors. */
  public Mirror() {
    this(1, 0);
  }

  /**
   * Keeps the vectors of images on sale, and of others while there is room.
   *
   * @param dimension of the vectors; others are not kept
   * @param maxVectorBytes what they may occupy outside of the heap
   */
  public Mirror(int dimension, long maxVectorBytes) {
    vectors = new ResidentVectors(dimension, maxVectorBytes);
  }

  /** Whether there is something to publish that no record brought: a part of new clusters. */
  public boolean hasNews() {
    return vectors.clusterings().hasNews();
  }

  Clusterings clusterings() {
    return vectors.clusterings();
  }

  /** The catalogue as it was published last. */
  public MirrorView view() {
    return view;
  }

  /**
   * Makes everything that was applied visible at once.
   *
   * @param newestMillis when the newest of it was appended, milliseconds since the epoch
   */
  public void publish(long newestMillis) {
    publish(newestMillis, TopicEnds.NONE);
  }

  /**
   * The same.
   *
   * @param positions up to where the topics were applied
   */
  public void publish(long newestMillis, TopicEnds positions) {
    view =
        new MirrorView(
            images.index(),
            images.freezeKeys(),
            images.freezeLinks(),
            offers.freeze(),
            images.freezeEmbedded(),
            images.freezeOnSale(),
            images.freezeShared(),
            merchants.freeze(),
            categories.freeze(),
            vectors.freeze(),
            newestMillis,
            positions);
  }

  /**
   * Takes a record of {@code catalog.offers}.
   *
   * @return what it changes for searches
   */
  public Effect apply(Offer record) {
    var content = Stamp.of(record.content());
    var revision = record.availability();
    var availability = revision == null ? null : Stamp.of(revision);
    int ordinal = offers.ordinal(record.merchantId(), record.productId());
    var before = ordinal == OrdinalIndex.NONE ? null : offers.get(ordinal);
    if (before != null && before.supersedes(content, availability)) {
      return Effect.SUPERSEDED;
    }
    var details = record.details();
    var after =
        new MirroredOffer(
            record.merchantId(),
            record.productId(),
            category(details),
            details == null
                ? NO_LINKS
                : record.imagePks().stream().distinct().mapToInt(images::ordinal).toArray(),
            !record.fetching(),
            record.available(),
            content,
            availability);
    if (before != null && before.isOf(after) && before.complete()) {
      after = after.completed();
    }
    ordinal = offers.put(ordinal, after);
    link(ordinal, before, after);
    return Effect.of(before, after);
  }

  /** Whether there is a vector of an image. */
  boolean isEmbedded(String imagePk) {
    int image = images.find(imagePk);
    return image != OrdinalIndex.NONE && images.isEmbedded(image);
  }

  private int category(@Nullable Details details) {
    return details == null ? MirroredOffer.NO_CATEGORY : categories.number(details.category());
  }

  /** Takes a record of {@code catalog.images}. */
  public void apply(ImageVector record) {
    if (!record.gone()) {
      int embedded = images.ordinal(record.imagePk());
      images.setEmbedded(embedded, true);
      vectors.put(embedded, record.vector(), images::isOnSale);
      return;
    }
    int image = images.find(record.imagePk());
    if (image != OrdinalIndex.NONE) {
      images.setEmbedded(image, false);
      vectors.remove(image);
      images.freeIfUnused(image);
    }
  }

  private void link(int ordinal, @Nullable MirroredOffer before, MirroredOffer after) {
    var old = before == null ? NO_LINKS : before.images();
    var touched = new BitSet();
    for (int image : old) {
      touched.set(image);
      if (!contains(after.images(), image)) {
        images.unlink(image, ordinal);
      }
    }
    for (int image : after.images()) {
      touched.set(image);
      if (!contains(old, image)) {
        images.link(image, ordinal);
      }
    }
    touched.stream().forEach(image -> classify(image, before, after));
    for (int image : old) {
      images.freeIfUnused(image);
    }
  }

  /** Puts an image into the sets that its offers say, of those that a change may have touched. */
  private void classify(int image, @Nullable MirroredOffer before, MirroredOffer after) {
    // Saves looking at the others, of which there may be many.
    boolean sells = after.available() && contains(after.images(), image);
    images.setOnSale(image, sells || anyOnSale(image, offer -> true));
    images.setShared(image, severalOnSale(image));
    merchants.set(
        merchants.number(after.merchantId()),
        image,
        sells || anyOnSale(image, offer -> offer.merchantId() == after.merchantId()));
    if (before != null && before.category() != after.category()) {
      classify(image, before.category());
    }
    if (sells) {
      categories.set(after.category(), image, true);
    } else {
      classify(image, after.category());
    }
  }

  private void classify(int image, int category) {
    if (category != MirroredOffer.NO_CATEGORY) {
      categories.set(category, image, anyOnSale(image, offer -> offer.category() == category));
    }
  }

  private boolean anyOnSale(int image, Predicate<MirroredOffer> which) {
    for (int ordinal : images.links(image)) {
      var offer = offers.get(ordinal);
      if (offer != null && offer.available() && which.test(offer)) {
        return true;
      }
    }
    return false;
  }

  private boolean severalOnSale(int image) {
    int found = 0;
    for (int ordinal : images.links(image)) {
      var offer = offers.get(ordinal);
      found += offer != null && offer.available() ? 1 : 0;
      if (found > 1) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(int[] ordinals, int ordinal) {
    return IntStream.of(ordinals).anyMatch(other -> other == ordinal);
  }
}
