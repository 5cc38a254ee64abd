package io.imgsrch.config.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventJsonTest {

  @Test
  void listingsAndOffersComeBackEqual() throws IOException {
    for (var listing : SampleEvents.LISTINGS) {
      assertThat(EventJson.read(EventJson.write(listing), Listing.class)).isEqualTo(listing);
    }
    for (var offer : SampleEvents.OFFERS) {
      assertThat(EventJson.read(EventJson.write(offer), Offer.class)).isEqualTo(offer);
    }
  }

  @Test
  void vectorsComeBackBitForBit() throws IOException {
    for (long seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      var vector = new float[random.nextInt(300)];
      for (int i = 0; i < vector.length; i++) {
        // Every bit pattern but the NaNs, whose payload Java may change by itself.
        float component = Float.intBitsToFloat(random.nextInt());
        vector[i] = Float.isNaN(component) ? -0.0f : component;
      }
      var image = new ImageVector("ab", "model", vector, 3, 2, SampleEvents.TRACEPARENT);
      var back = EventJson.read(EventJson.write(image), ImageVector.class);
      assertThat(bits(back.vector())).as("seed %d", seed).isEqualTo(bits(vector));
      assertThat(back.imagePk()).isEqualTo("ab");
      assertThat(back.width()).isEqualTo(3);
      assertThat(back.height()).isEqualTo(2);
    }
  }

  @Test
  void bitmapsComeBackByteForByte() throws IOException {
    var bitmap = SampleEvents.BITMAP;
    var back = EventJson.read(EventJson.write(bitmap), MerchantBitmap.class);
    assertThat(back.imagePk()).isEqualTo(bitmap.imagePk());
    assertThat(back.merchants()).isEqualTo(bitmap.merchants());
  }

  @Test
  void absentFieldsOfADeletionAreLeftOut() {
    var json = new String(EventJson.write(SampleEvents.DELETED_LISTING), UTF_8);
    assertThat(json).doesNotContain("details").doesNotContain("null").contains("\"image_pks\":[]");
  }

  @Test
  void fieldsOfALaterVersionAreIgnored() throws IOException {
    var json = (ObjectNode) EventJson.MAPPER.readTree(EventJson.write(SampleEvents.LISTING));
    json.put("added_next_year", 1);
    assertThat(EventJson.read(EventJson.MAPPER.writeValueAsBytes(json), Listing.class))
        .isEqualTo(SampleEvents.LISTING);
  }

  @Test
  void whatIsMissingOrNullIsAnError() throws IOException {
    var whole = (ObjectNode) EventJson.MAPPER.readTree(EventJson.write(SampleEvents.LISTING));
    var fields = new ArrayList<String>();
    whole.fieldNames().forEachRemaining(fields::add);
    fields.remove("details");
    for (var field : fields) {
      var without = whole.deepCopy();
      without.remove(field);
      assertThatThrownBy(() -> read(without)).as("no %s", field).isInstanceOf(IOException.class);
      var withNull = whole.deepCopy();
      withNull.putNull(field);
      assertThatThrownBy(() -> read(withNull)).as("null %s", field).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aVectorCutShortIsAnError() {
    var json =
        """
        {"image_pk":"ab","model_id":"m","vector":"AAAA","width":1,"height":1,"traceparent":"t"}
        """;
    assertThatThrownBy(() -> EventJson.read(json.getBytes(UTF_8), ImageVector.class))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut short");
  }

  private static Listing read(ObjectNode json) throws IOException {
    return EventJson.read(EventJson.MAPPER.writeValueAsBytes(json), Listing.class);
  }

  private static int[] bits(float[] vector) {
    var bits = new int[vector.length];
    for (int i = 0; i < vector.length; i++) {
      bits[i] = Float.floatToRawIntBits(vector[i]);
    }
    return bits;
  }
}
