package io.imgsrch.local.prove;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;
import org.roaringbitmap.RoaringBitmap;

/** Roaring bitmaps in the portable format, as sets of unsigned ids. */
final class Bitmaps {
  private Bitmaps() {}

  static Set<Long> merchants(byte[] portable) throws IOException {
    var bitmap = new RoaringBitmap();
    bitmap.deserialize(ByteBuffer.wrap(portable));
    var merchants = new TreeSet<Long>();
    bitmap.forEach((int id) -> merchants.add(Integer.toUnsignedLong(id)));
    return merchants;
  }
}
