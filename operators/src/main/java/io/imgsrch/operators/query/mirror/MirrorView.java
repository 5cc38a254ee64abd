package io.imgsrch.operators.query.mirror;

import io.imgsrch.config.digest.BlockDigest;
import io.imgsrch.config.digest.RowDigest;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.TopicEnds;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue at one instant, which never changes. Images have ordinals, private to the mirror:
 * one may be another image's in another view.
 */
public final class MirrorView {
  /** An ordinal of no image. */
  public static final int NONE = OrdinalIndex.NONE;

  /** Of nothing. */
  public static final MirrorView EMPTY =
      new MirrorView(
          new int[1],
          PagedArray.empty(),
          PagedArray.empty(),
          PagedArray.empty(),
          OrdinalSet.EMPTY,
          OrdinalSet.EMPTY,
          OrdinalSet.EMPTY,
          ImageSets.Frozen.empty(),
          ImageSets.Frozen.empty(),
          ResidentVectors.Frozen.EMPTY,
          0,
          TopicEnds.NONE);

  private final int[] index;
  private final PagedArray<ImageKey> images;
  private final PagedArray<int[]> links;
  private final PagedArray<MirroredOffer> offers;
  private final OrdinalSet embedded;
  private final OrdinalSet onSale;
  private final OrdinalSet shared;
  private final ImageSets.Frozen<Long> merchants;
  private final ImageSets.Frozen<String> categories;
  private final ResidentVectors.Frozen vectors;
  private final long newestMillis;
  private final TopicEnds positions;

  MirrorView(
      int[] index,
      PagedArray<ImageKey> images,
      PagedArray<int[]> links,
      PagedArray<MirroredOffer> offers,
      OrdinalSet embedded,
      OrdinalSet onSale,
      OrdinalSet shared,
      ImageSets.Frozen<Long> merchants,
      ImageSets.Frozen<String> categories,
      ResidentVectors.Frozen vectors,
      long newestMillis,
      TopicEnds positions) {
    this.index = index;
    this.images = images;
    this.links = links;
    this.offers = offers;
    this.embedded = embedded;
    this.onSale = onSale;
    this.shared = shared;
    this.merchants = merchants;
    this.categories = categories;
    this.vectors = vectors;
    this.newestMillis = newestMillis;
    this.positions = positions;
  }

  /** When the newest record in it was appended, milliseconds since the epoch; 0 of none. */
  public long newestMillis() {
    return newestMillis;
  }

  /** Up to where the topics are in it. */
  TopicEnds positions() {
    return positions;
  }

  /** Offers, those included that are not on sale or deleted. */
  public int offerCount() {
    return offers.length();
  }

  /** Images that have a vector. */
  public int imageCount() {
    return embedded.cardinality();
  }

  /** Images whose vectors are in memory. */
  public int vectorCount() {
    return vectors.resident().cardinality();
  }

  /** What vectors occupy outside of the heap, those of other views included. */
  public long vectorBytes() {
    return vectors.bytes();
  }

  /** Of some images those whose vectors are not in memory: only a vector store can find them. */
  public OrdinalSet withoutVector(OrdinalSet images) {
    return images.andNot(vectors.resident());
  }

  ResidentVectors.Frozen vectors() {
    return vectors;
  }

  /** The ordinal of an image, or {@link #NONE}. */
  public int ordinal(String imagePk) {
    var key = ImageKey.of(imagePk);
    return OrdinalIndex.find(index, key.hashCode(), ordinal -> key.equals(images.get(ordinal)));
  }

  /**
   * The {@code image_pk} of an ordinal.
   *
   * @throws IllegalArgumentException if this view has no such image
   */
  public String imagePk(int ordinal) {
    var key = images.get(ordinal);
    if (key == null) {
      throw new IllegalArgumentException("no image has the ordinal " + ordinal);
    }
    return key.imagePk();
  }

  /**
   * The embedded images that may have an offer within a scope: all that have one, and some whose
   * offers are of the merchants or of the category, but none of both. Exact where the scope names
   * only one of them.
   */
  public OrdinalSet images(Scope scope) {
    var category = scope.category();
    var merchantIds = scope.merchantIds();
    // The narrow ones first: what follows is the less work.
    var within = onSale;
    if (merchantIds != null) {
      within = OrdinalSet.or(merchantIds.stream().map(merchants::of).toList()).and(within);
    }
    if (category != null) {
      within = categories.of(category).and(within);
    }
    return within.and(embedded);
  }

  /** How many of some images have their vectors in memory. */
  int vectorCount(OrdinalSet images) {
    var resident = vectors.resident();
    return resident.cardinality() == embedded.cardinality()
        ? images.cardinality()
        : images.andCardinality(resident);
  }

  /** Says of those {@link #images} that a scope has whether they have an offer within it. */
  IntPredicate isOffered(Scope scope) {
    // The only offer of an image is of the merchant and of the category if the image is.
    return scope.merchantIds() == null || scope.category() == null
        ? image -> true
        : image -> !shared.contains(image) || isOffered(image, scope);
  }

  private boolean isOffered(int image, Scope scope) {
    var found = new boolean[1];
    offers(image, scope, (merchantId, productId) -> found[0] = true);
    return found[0];
  }

  /** Tells merchant and product of each offer of an image that is on sale within a scope. */
  public void offers(String imagePk, Scope scope, BiConsumer<Long, String> action) {
    int image = ordinal(imagePk);
    if (image != NONE) {
      offers(image, scope, action);
    }
  }

  /** Tells merchant and product of each offer of an image that is on sale within a scope. */
  public void offers(int image, Scope scope, BiConsumer<Long, String> action) {
    var category = scope.category();
    int number = category == null ? 0 : categories.numbers().getOrDefault(category, NONE);
    var merchantIds = scope.merchantIds();
    for (int ordinal : links(image)) {
      var offer = offers.get(ordinal);
      if (offer != null
          && offer.available()
          && (category == null || offer.category() == number)
          && (merchantIds == null || merchantIds.contains(offer.merchantId()))) {
        action.accept(offer.merchantId(), offer.productId());
      }
    }
  }

  /** The fold of the offers on sale: what searches see of them, but for their versions. */
  public BlockDigest offersOnSale() {
    var names = categories.names();
    var digest = BlockDigest.EMPTY;
    for (int ordinal = 0; ordinal < offers.length(); ordinal++) {
      var offer = offers.get(ordinal);
      if (offer != null && offer.available()) {
        var pictures = IntStream.of(offer.images()).mapToObj(this::imagePk).toList();
        var category = Objects.requireNonNull(names.get(offer.category()));
        digest =
            digest.plus(
                RowDigest.ofOnSale(offer.merchantId(), offer.productId(), category, pictures));
      }
    }
    return digest;
  }

  /** The fold of the images that have a vector. */
  public BlockDigest imagesEmbedded() {
    var sum = new LongAdder();
    embedded.forEach(image -> sum.add(RowDigest.ofEmbedded(imagePk(image))));
    return new BlockDigest(embedded.cardinality(), sum.sum());
  }

  private int[] links(int image) {
    int @Nullable [] found = links.get(image);
    return found == null ? Mirror.NO_LINKS : found;
  }
}
