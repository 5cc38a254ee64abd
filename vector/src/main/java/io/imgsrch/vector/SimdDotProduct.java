package io.imgsrch.vector;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Many components at a time, in lanes of 16 bits, which hold the sum of two products; the sums of
 * neighbouring lanes in one of 32 bits.
 */
public final class SimdDotProduct implements DotProduct {
  /** Half of it, for bytes, must be a shape too. */
  private static final int MIN_BITS = 128;

  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(
          short.class,
          VectorShape.forBitSize(
              Math.max(MIN_BITS, ShortVector.SPECIES_PREFERRED.vectorBitSize())));
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, SHORTS.vectorShape());
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));
  private static final int LANES = SHORTS.length();

  @Override
  public int of(short[] query, ByteBuffer vectors, int offset) {
    var sums = IntVector.zero(INTS);
    int i = 0;
    for (; i <= query.length - 2 * LANES; i += 2 * LANES) {
      var pairs =
          products(query, vectors, offset, i)
              .add(products(query, vectors, offset, i + LANES))
              .reinterpretAsInts();
      sums =
          sums.add(pairs.lanewise(VectorOperators.ASHR, Short.SIZE))
              .add(
                  pairs
                      .lanewise(VectorOperators.LSHL, Short.SIZE)
                      .lanewise(VectorOperators.ASHR, Short.SIZE));
    }
    int sum = sums.reduceLanes(VectorOperators.ADD);
    for (; i < query.length; i++) {
      sum += query[i] * vectors.get(offset + i);
    }
    return sum;
  }

  private static ShortVector products(short[] query, ByteBuffer vectors, int offset, int from) {
    return (ShortVector)
        ByteVector.fromByteBuffer(BYTES, vectors, offset + from, ByteOrder.LITTLE_ENDIAN)
            .convertShape(VectorOperators.B2S, SHORTS, 0)
            .mul(ShortVector.fromArray(SHORTS, query, from));
  }
}
