package io.imgsrch.operators.validity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Sets of merchant ids (unsigned 32 bit) as Roaring bitmaps in the portable format. */
public final class Merchants {
  /** The empty set, serialised. */
  public static final byte[] NONE = serialize(new RoaringBitmap());

  private Merchants() {}

  /** The set with a merchant added or removed; null stands for the empty set. */
  static byte @Nullable [] with(byte @Nullable [] merchants, long merchantId, boolean member) {
    var bitmap = merchants == null ? new RoaringBitmap() : read(merchants);
    if (member) {
      bitmap.add((int) merchantId);
    } else {
      bitmap.remove((int) merchantId);
    }
    return bitmap.isEmpty() ? null : serialize(bitmap);
  }

  /** Reads the portable format. */
  public static RoaringBitmap read(byte[] merchants) {
    var bitmap = new RoaringBitmap();
    try {
      bitmap.deserialize(ByteBuffer.wrap(merchants));
    } catch (IOException e) {
      throw new UncheckedIOException("not a Roaring bitmap in the portable format", e);
    }
    return bitmap;
  }

  private static byte[] serialize(RoaringBitmap bitmap) {
    bitmap.runOptimize();
    var bytes = ByteBuffer.allocate(bitmap.serializedSizeInBytes());
    bitmap.serialize(bytes);
    return bytes.array();
  }
}
