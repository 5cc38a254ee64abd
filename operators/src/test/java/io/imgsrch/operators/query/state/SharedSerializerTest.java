package io.imgsrch.operators.query.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.query.Samples;
import io.imgsrch.operators.validity.ImageOffer;
import io.imgsrch.operators.validity.ValidityState;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.Test;

class SharedSerializerTest {
  private static final int FIELDS = 64;

  private final TypeSerializer<Offer> shared =
      SharedSerializer.value(ValidityState.offer()).getSerializer();

  @Test
  void whatTheJobWroteIsRead() {
    var offer = Samples.offer(1, "product", "shoes", true, "picture");

    assertThat(read(written(offer))).isEqualTo(offer);
  }

  /** Flink's serializer of rows notes in itself which fields are null, so that two reads clash. */
  @Test
  void noTwoThreadsReadByOneSerializer() {
    var fields = new TypeInformation<?>[FIELDS];
    Arrays.fill(fields, Types.INT);
    var rows = new ValueStateDescriptor<>("rows", Types.ROW(fields));
    var reads = SharedSerializer.value(rows).getSerializer();
    var some = List.of(row(2), row(3), row(5));
    var bytes = some.stream().map(row -> written(rows, row)).toList();

    IntStream.range(0, 100_000)
        .parallel()
        .forEach(
            i -> {
              int which = i % some.size();
              assertThat(read(reads, bytes.get(which))).isEqualTo(some.get(which));
            });
  }

  private static Row row(int step) {
    var row = new Row(FIELDS);
    for (int i = 0; i < FIELDS; i += step) {
      row.setField(i, i);
    }
    return row;
  }

  @Test
  void anAnswerThatIsCutShortIsAnErrorAndTheNextIsRead() {
    var offer = Samples.offer(1, "product", "shoes", true, "picture");
    var bytes = written(offer);
    var half = Arrays.copyOf(bytes, bytes.length / 2);

    assertThatThrownBy(() -> read(half)).hasRootCauseInstanceOf(EOFException.class);

    assertThat(read(written(offer))).isEqualTo(offer);
  }

  @Test
  void onePerAnswerWouldBeWhatTakesLong() {
    assertThat(shared.duplicate()).isSameAs(shared);
    var map = SharedSerializer.map(ValidityState.imageOffers());
    assertThat(map.getValueSerializer()).isSameAs(map.getValueSerializer());
  }

  @Test
  void itWritesNothing() {
    assertThatThrownBy(
            () ->
                SharedSerializer.map(ValidityState.imageOffers())
                    .getValueSerializer()
                    .serialize(
                        new ImageOffer(1, "product", "shoes", true), new DataOutputSerializer(16)))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private Offer read(byte[] bytes) {
    return read(shared, bytes);
  }

  private static <T> T read(TypeSerializer<T> serializer, byte[] bytes) {
    try {
      return serializer.deserialize(new DataInputDeserializer(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] written(Offer offer) {
    return written(ValidityState.offer(), offer);
  }

  private static <T> byte[] written(ValueStateDescriptor<T> descriptor, T value) {
    descriptor.initializeSerializerUnlessSet(new ExecutionConfig());
    var out = new DataOutputSerializer(256);
    try {
      descriptor.getSerializer().serialize(value, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.getCopyOfBuffer();
  }
}
