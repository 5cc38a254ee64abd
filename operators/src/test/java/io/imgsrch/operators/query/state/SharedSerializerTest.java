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
import java.util.stream.IntStream;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class SharedSerializerTest {
  private final TypeSerializer<Offer> shared =
      SharedSerializer.value(ValidityState.offer()).getSerializer();

  @Test
  void manyThreadsReadAtOnceWhatTheJobWrote() {
    IntStream.range(0, 2_000)
        .parallel()
        .forEach(
            i -> {
              var offer = Samples.offer(i, "product-" + i, "shoes", i % 2 == 0, "picture-" + i);
              assertThat(read(written(offer))).isEqualTo(offer);
            });
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
    try {
      return shared.deserialize(new DataInputDeserializer(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] written(Offer offer) {
    var descriptor = ValidityState.offer();
    descriptor.initializeSerializerUnlessSet(new ExecutionConfig());
    var out = new DataOutputSerializer(256);
    try {
      descriptor.getSerializer().serialize(offer, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.getCopyOfBuffer();
  }
}
