package io.imgsrch.operators.assemble;

import io.imgsrch.config.event.Origin;

/**
 * A product begins or ceases to show a picture.
 *
 * @param added false when the product shows it no more
 * @param bytes the picture; empty when not added, and once somebody asked for its embedding
 * @param source the product event's original bytes, for a dead letter; empty when not added
 */
public record ImageReference(
    String imagePk, String productKey, boolean added, Origin origin, byte[] bytes, byte[] source) {

  /** The same reference for those who need no picture. */
  public ImageReference withoutBytes() {
    return new ImageReference(imagePk, productKey, added, origin, new byte[0], source);
  }
}
