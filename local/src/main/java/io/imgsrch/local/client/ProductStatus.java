package io.imgsrch.local.client;

import java.util.List;

/**
 * The answer of {@code GET /v1/products/{merchant_id}/{product_id}}.
 *
 * @param contentVersion version of the newest listing that the platform knows
 * @param fetching whether that version's pictures are still on the way
 */
record ProductStatus(
    long contentVersion, boolean fetching, List<Image> images, List<Failed> failedPictures) {

  record Image(String imagePk, boolean searchable) {}

  record Failed(int index, String reason) {}

  /** Whether a search can find all that it ever will of a product with so many pictures. */
  boolean isSettled(long version, int pictures) {
    if (contentVersion != version) {
      return contentVersion > version;
    }
    long searchable = images.stream().filter(Image::searchable).count();
    return !fetching
        && (searchable == images.size() || searchable + failedPictures.size() >= pictures);
  }

  /** For people: what is still to come. */
  String pending(long version) {
    if (contentVersion < version) {
      return "still at version " + contentVersion;
    }
    if (fetching) {
      return "its pictures are being fetched";
    }
    var missing = images.stream().filter(image -> !image.searchable()).map(Image::imagePk).toList();
    return "not searchable yet: " + String.join(", ", missing);
  }
}
