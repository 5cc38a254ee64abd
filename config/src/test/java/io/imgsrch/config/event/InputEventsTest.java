package io.imgsrch.config.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class InputEventsTest {
  private static final String PRODUCT =
      """
      {"op":"UPSERT","merchant_id":7,"product_id":"a/b","version":5,"title":"Hat","category":"Clothing",
       "price_minor":2999,"currency":"EUR","attributes":{"b":"2","a":"1"},"available":true,
       "images":[{"url":"http://h/1.jpg"},{"base64":"AAAA"}]}
      """;

  @Test
  void readsAProduct() throws InvalidEventException {
    var event = product(json -> {});
    assertThat(event.key()).isEqualTo("7/a/b");
    assertThat(event.revision().version()).isEqualTo(5);
    assertThat(event.revision().rank()).isEqualTo(Revision.AVAILABLE);
    assertThat(event.details())
        .isEqualTo(new Details("Hat", "Clothing", 2_999, "EUR", Map.of("a", "1", "b", "2"), true));
    assertThat(event.pictures())
        .containsExactly(new PictureRef(0, "http://h/1.jpg"), new PictureRef(1, null));
    assertThat(InputEvents.inlinePicture(event, 1)).isEqualTo("AAAA");
    assertThat(event.withoutSource().source()).isEmpty();
  }

  @Test
  void aDeletionNeedsNoDetails() throws InvalidEventException {
    var event = read("{\"op\":\"DELETE\",\"merchant_id\":1,\"product_id\":\"x\",\"version\":2}");
    assertThat(event.deleted()).isTrue();
    assertThat(event.revision()).isEqualTo(new Revision(2, Revision.DELETED, ""));
    assertThat(event.pictures()).isEmpty();
  }

  @Test
  void takesEveryBoundAndNothingBeyond() throws InvalidEventException {
    assertThat(product(json -> json.put("merchant_id", 0)).merchantId()).isZero();
    assertThat(product(json -> json.put("merchant_id", 4_294_967_295L)).merchantId())
        .isEqualTo(4_294_967_295L);
    refused("merchant_id", Reason.OUT_OF_RANGE, json -> json.put("merchant_id", 4_294_967_296L));
    refused("merchant_id", Reason.OUT_OF_RANGE, json -> json.put("merchant_id", -1));
    for (long version : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThat(product(json -> json.put("version", version)).revision().version())
          .isEqualTo(version);
    }
    var beyond = new BigInteger("9223372036854775808");
    refused("version", Reason.OUT_OF_RANGE, json -> json.put("version", beyond));
    refused("version", Reason.WRONG_TYPE, json -> json.put("version", 1.5));
    refused("version", Reason.WRONG_TYPE, json -> json.put("version", "5"));
    refused("price_minor", Reason.OUT_OF_RANGE, json -> json.put("price_minor", -1));
    refused("currency", Reason.OUT_OF_RANGE, json -> json.put("currency", "EUR\n"));
    refused("currency", Reason.OUT_OF_RANGE, json -> json.put("currency", "eur"));
    refused("op", Reason.OUT_OF_RANGE, json -> json.put("op", "upsert"));
  }

  @Test
  void lengthsCountCodePoints() throws InvalidEventException {
    product(json -> json.put("title", "🎩".repeat(512)));
    refused("title", Reason.OUT_OF_RANGE, json -> json.put("title", "x".repeat(513)));
    refused("title", Reason.OUT_OF_RANGE, json -> json.put("title", ""));
    product(json -> json.put("product_id", "x".repeat(64)));
    refused("product_id", Reason.OUT_OF_RANGE, json -> json.put("product_id", "x".repeat(65)));
    product(json -> json.put("category", "x".repeat(128)));
    refused("category", Reason.OUT_OF_RANGE, json -> json.put("category", "x".repeat(129)));
  }

  @Test
  void textsThatNoStoreCanHoldAreRefused() throws InvalidEventException {
    refused("title", Reason.BAD_TEXT, json -> json.put("title", "a\0b"));
    refused("title", Reason.BAD_TEXT, json -> json.put("title", "\u0085"));
    for (var lonely : List.of("\\ud800", "\\udc00", "x\\ud83cx", "\\udfa9\\ud83c")) {
      var text = PRODUCT.replace("\"Hat\"", "\"" + lonely + "\"");
      refusedText("title", Reason.BAD_TEXT, text);
    }
    assertThat(product(json -> json.put("title", "a\tb\nc")).details()).isNotNull();
  }

  @Test
  void aBadAttributeIsNamedWithoutRepeatingWhatIsBad() {
    var failure =
        refused(
            "attributes.a?b",
            Reason.BAD_TEXT,
            json -> ((ObjectNode) json.get("attributes")).put("a\0b", "x"));
    assertThat(failure).doesNotContain("\0");
    refused(
        "attributes.a",
        Reason.WRONG_TYPE,
        json -> ((ObjectNode) json.get("attributes")).put("a", 1));
  }

  @Test
  void holdsOneToEightPictures() throws InvalidEventException {
    refused("images", Reason.OUT_OF_RANGE, json -> json.putArray("images"));
    product(json -> pictures(json, 8));
    refused("images", Reason.OUT_OF_RANGE, json -> pictures(json, 9));
    refused(
        "images[0].url or base64",
        Reason.MISSING_FIELD,
        json -> json.putArray("images").addObject().put("path", "x"));
    refused("images[0]", Reason.WRONG_TYPE, json -> json.putArray("images").add("x"));
  }

  @Test
  void unknownFieldsAreIgnored() throws InvalidEventException {
    var plain = product(json -> {});
    var more = product(json -> json.putObject("later").put("x", 1));
    assertThat(more.revision()).isEqualTo(plain.revision());
  }

  @Test
  void theSameValueHasTheSameDigestWhateverTheOrderOfItsFields() throws InvalidEventException {
    var expected = product(json -> {}).revision();
    for (long seed = 0; seed < 50; seed++) {
      var shuffled = shuffled(parse(PRODUCT), new Random(seed));
      assertThat(read(shuffled.toString()).revision()).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void everyDetailCountsInTheDigest() throws InvalidEventException {
    var plain = product(json -> {}).revision().digest();
    var others =
        List.<Consumer<ObjectNode>>of(
            json -> json.put("title", "Cap"),
            json -> json.put("category", "Caps"),
            json -> json.put("price_minor", 1),
            json -> json.put("currency", "CHF"),
            json -> json.putObject("attributes"),
            json -> pictures(json, 1));
    for (int i = 0; i < others.size(); i++) {
      assertThat(product(others.get(i)).revision().digest()).as("other %d", i).isNotEqualTo(plain);
    }
  }

  @Test
  void readsAvailability() throws InvalidEventException {
    var event =
        availability("{\"merchant_id\":7,\"product_id\":\"x\",\"version\":3,\"available\":false}");
    assertThat(event.available()).isFalse();
    assertThat(event.priceMinor()).isNull();
    assertThat(event.revision()).isEqualTo(new Revision(3, Revision.UNAVAILABLE, ""));
    var dearer =
        availability(
            "{\"merchant_id\":7,\"product_id\":\"x\",\"version\":3,\"available\":true,\"price_minor\":11}");
    var cheaper =
        availability(
            "{\"merchant_id\":7,\"product_id\":\"x\",\"version\":3,\"available\":true,\"price_minor\":9}");
    assertThat(dearer.revision()).isGreaterThan(cheaper.revision());
    assertThat(event.revision()).isGreaterThan(dearer.revision());
  }

  @Test
  void whatIsNoObjectIsNotJson() {
    for (var text :
        List.of("", "null", "[]", "1", "{", "{} {}", "{}x", "\0", "{\"a\":1e", "[".repeat(5_000))) {
      assertThatThrownBy(() -> read(text))
          .as(text)
          .asInstanceOf(type(InvalidEventException.class))
          .extracting(InvalidEventException::reason)
          .isIn(Reason.NOT_JSON, Reason.MISSING_FIELD);
    }
    assertThatThrownBy(() -> read("{} {}")).hasMessageNotContaining("missing");
  }

  @Test
  void noBytesBreakTheReader() {
    for (long seed = 0; seed < 20_000; seed++) {
      var random = new Random(seed);
      var bytes = PRODUCT.getBytes(UTF_8);
      for (int i = 0; i <= random.nextInt(4); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        InputEvents.product(bytes, SampleEvents.ORIGIN);
      } catch (InvalidEventException e) {
        assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static void pictures(ObjectNode json, int count) {
    var images = json.putArray("images");
    for (int i = 0; i < count; i++) {
      images.addObject().put("url", "http://h/" + i);
    }
  }

  private static ObjectNode shuffled(ObjectNode json, Random random) {
    var fields = new ArrayList<>(json.properties());
    Collections.shuffle(fields, random);
    var shuffled = json.objectNode();
    fields.forEach(
        field ->
            shuffled.set(
                field.getKey(),
                field.getValue() instanceof ObjectNode inner
                    ? shuffled(inner, random)
                    : field.getValue()));
    return shuffled;
  }

  private static ProductEvent product(Consumer<ObjectNode> change) throws InvalidEventException {
    var json = parse(PRODUCT);
    change.accept(json);
    return read(json.toString());
  }

  private static String refused(String field, Reason reason, Consumer<ObjectNode> change) {
    var json = parse(PRODUCT);
    change.accept(json);
    return refusedText(field, reason, json.toString());
  }

  private static String refusedText(String field, Reason reason, String text) {
    try {
      read(text);
    } catch (InvalidEventException e) {
      assertThat(e).hasMessageStartingWith(field + " ");
      assertThat(e.reason()).isEqualTo(reason);
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("accepted: " + text);
  }

  private static ProductEvent read(String json) throws InvalidEventException {
    return InputEvents.product(json.getBytes(UTF_8), SampleEvents.ORIGIN);
  }

  private static AvailabilityEvent availability(String json) throws InvalidEventException {
    return InputEvents.availability(json.getBytes(UTF_8), SampleEvents.ORIGIN);
  }

  private static ObjectNode parse(String json) {
    try {
      return (ObjectNode) EventJson.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
