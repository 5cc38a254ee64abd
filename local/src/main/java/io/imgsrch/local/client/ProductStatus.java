package io.imgsrch.local.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /v1/products/{merchant_id}/{product_id}}.
 *
 * @param contentVersion version of the newest listing that the platform knows
 * @param fetching whether that version's pictures are still on the way
 */
record ProductStatus(
    long contentVersion, boolean fetching, List<Image> images, List<Failed> failedPictures) {

  /**
   * A picture that was fetched.
   *
   * @param failure null unless it is bad for good
   */
  record Image(String imagePk, boolean searchable, @Nullable Failure failure) {
    boolean isBad() {
      return failure != null;
    }

    boolean isSettled() {
      return searchable || isBad();
    }
  }

  record Failure(String reason) {}

  /** A picture that could not be had. */
  record Failed(int index, String reason) {}

  /** Whether a search can find all that it ever will of the product. */
  boolean isSettled(long version) {
    if (contentVersion != version) {
      return contentVersion > version;
    }
    return !fetching && images.stream().allMatch(Image::isSettled);
  }

  /** Pictures that no search will ever find. */
  int failed() {
    return failedPictures.size() + (int) images.stream().filter(Image::isBad).count();
  }

  /** For people: what is still to come. */
  String pending(long version) {
    if (contentVersion < version) {
      return "still at version " + contentVersion;
    }
    if (fetching) {
      return "its pictures are being fetched";
    }
    var missing = images.stream().filter(image -> !image.isSettled()).map(Image::imagePk).toList();
    return "not searchable yet: " + String.join(", ", missing);
  }
}
