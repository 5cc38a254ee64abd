package io.imgsrch.operators.query.mirror;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The images by ordinal, the ordinals by key, and the offers that show each. An image that no offer
 * shows and that has no vector gives its ordinal back. For one thread.
 */
final class Images {
  private final PagedArray.Editor<ImageKey> keys = new PagedArray.Editor<>();
  private final PagedArray.Editor<int[]> links = new PagedArray.Editor<>();
  private final OrdinalIndex index = new OrdinalIndex();
  private final BitSet free = new BitSet();
  private OrdinalSet.Editor embedded = new OrdinalSet.Editor(OrdinalSet.EMPTY);
  private OrdinalSet.Editor onSale = new OrdinalSet.Editor(OrdinalSet.EMPTY);
  private OrdinalSet.Editor shared = new OrdinalSet.Editor(OrdinalSet.EMPTY);
  private int count;

  /** The ordinal of an image, or {@link OrdinalIndex#NONE}. */
  int find(String imagePk) {
    return find(ImageKey.of(imagePk));
  }

  private int find(ImageKey key) {
    return OrdinalIndex.find(
        index.table(), key.hashCode(), ordinal -> key.equals(keys.get(ordinal)));
  }

  /** The ordinal of an image, a new one if need be. */
  int ordinal(String imagePk) {
    var key = ImageKey.of(imagePk);
    int known = find(key);
    if (known != OrdinalIndex.NONE) {
      return known;
    }
    int reused = free.nextSetBit(0);
    int ordinal = reused < 0 ? count : reused;
    index.add(key.hashCode(), ordinal, count, this::hash, used -> !free.get(used));
    count = Math.max(count, ordinal + 1);
    free.clear(ordinal);
    keys.set(ordinal, key);
    return ordinal;
  }

  private int hash(int ordinal) {
    var key = keys.get(ordinal);
    return key == null ? 0 : key.hashCode();
  }

  void freeIfUnused(int image) {
    if (links(image).length == 0 && !embedded.contains(image) && !free.get(image)) {
      keys.set(image, null);
      free.set(image);
    }
  }

  /** The offers that show an image. */
  int[] links(int image) {
    int @Nullable [] found = links.get(image);
    return found == null ? Mirror.NO_LINKS : found;
  }

  void link(int image, int offer) {
    var before = links(image);
    var after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = offer;
    links.set(image, after);
  }

  void unlink(int image, int offer) {
    var after = Arrays.stream(links(image)).filter(other -> other != offer).toArray();
    links.set(image, after.length == 0 ? null : after);
  }

  void setEmbedded(int image, boolean member) {
    embedded.set(image, member);
  }

  boolean isEmbedded(int image) {
    return embedded.contains(image);
  }

  boolean isOnSale(int image) {
    return onSale.contains(image);
  }

  void setOnSale(int image, boolean member) {
    onSale.set(image, member);
  }

  /** Says whether several offers on sale show an image. */
  void setShared(int image, boolean member) {
    shared.set(image, member);
  }

  int[] index() {
    return index.table();
  }

  PagedArray<ImageKey> freezeKeys() {
    return keys.freeze();
  }

  PagedArray<int[]> freezeLinks() {
    return links.freeze();
  }

  OrdinalSet freezeEmbedded() {
    var frozen = embedded.freeze();
    embedded = new OrdinalSet.Editor(frozen);
    return frozen;
  }

  OrdinalSet freezeOnSale() {
    var frozen = onSale.freeze();
    onSale = new OrdinalSet.Editor(frozen);
    return frozen;
  }

  OrdinalSet freezeShared() {
    var frozen = shared.freeze();
    shared = new OrdinalSet.Editor(frozen);
    return frozen;
  }
}
