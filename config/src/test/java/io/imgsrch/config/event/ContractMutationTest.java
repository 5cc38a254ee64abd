package io.imgsrch.config.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Schema and reader agree on what breaks the contract of an input, and both name the field. */
class ContractMutationTest {
  private static final int SEEDS = 25;

  /** Per field, values of another type and values out of bounds. */
  private static final Map<String, List<Object>> WRONG = new LinkedHashMap<>();

  static {
    WRONG.put("op", List.of(1, "upsert", ""));
    WRONG.put("merchant_id", List.of("7", 1.5, true, -1, 4_294_967_296L));
    WRONG.put("product_id", List.of(7, "", "x".repeat(65), "a\0", Map.of()));
    WRONG.put("version", List.of("1", 0.5, new BigInteger("9223372036854775808")));
    WRONG.put("title", List.of(1, "", "x".repeat(513), "a\u0007"));
    WRONG.put("category", List.of(false, "", "x".repeat(129), "\u0085"));
    WRONG.put("price_minor", List.of("1", 1.5, -1, 1_000_000_000_000_001L));
    WRONG.put("currency", List.of(978, "EURO", "eur", "EUR\n", ""));
    WRONG.put("available", List.of("true", 1));
    WRONG.put("attributes", List.of("x", List.of(), Map.of("a", 1), Map.of("", "x"), many()));
    WRONG.put(
        "images",
        List.of(
            "x",
            List.of(),
            Collections.nCopies(9, Map.of("url", "u")),
            List.of(1),
            List.of(Map.of()),
            List.of(Map.of("url", "")),
            List.of(Map.of("url", 1)),
            List.of(Map.of("url", "x".repeat(2049))),
            List.of(Map.of("base64", ""))));
  }

  @Test
  void productsAreRefusedByBoth() throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      var valid = product(new Random(seed));
      assertAccepted(Topic.PRODUCTS, valid, seed);
      for (var field : WRONG.keySet()) {
        assertMutationsRefused(Topic.PRODUCTS, valid, field, !field.equals("attributes"), seed);
      }
    }
  }

  @Test
  void availabilityIsRefusedByBoth() throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      var valid = availability(new Random(seed));
      assertAccepted(Topic.AVAILABILITY, valid, seed);
      for (var field : List.of("merchant_id", "product_id", "version", "available")) {
        assertMutationsRefused(Topic.AVAILABILITY, valid, field, true, seed);
      }
      assertMutationsRefused(Topic.AVAILABILITY, valid, "price_minor", false, seed);
    }
  }

  private static void assertMutationsRefused(
      Topic topic, ObjectNode valid, String field, boolean required, long seed) throws IOException {
    for (var wrong : Objects.requireNonNull(WRONG.get(field), field)) {
      var mutated = valid.deepCopy();
      mutated.set(field, EventJson.MAPPER.valueToTree(wrong));
      assertRefused(topic, mutated, field, seed);
    }
    if (required) {
      var without = valid.deepCopy();
      without.remove(field);
      assertRefused(topic, without, field, seed);
      assertRefused(topic, valid.deepCopy().putNull(field), field, seed);
    }
  }

  private static void assertAccepted(Topic topic, JsonNode json, long seed) throws IOException {
    assertThat(Schemas.errors(topic, json)).as("seed %d: %s", seed, json).isEmpty();
    assertThat(readError(topic, json)).as("seed %d: %s", seed, json).isEmpty();
  }

  private static void assertRefused(Topic topic, JsonNode json, String field, long seed)
      throws IOException {
    assertThat(Schemas.errors(topic, json))
        .as("schema, seed %d: %s", seed, json)
        .isNotEmpty()
        .anyMatch(error -> error.contains(field));
    assertThat(readError(topic, json)).as("reader, seed %d: %s", seed, json).startsWith(field);
  }

  private static String readError(Topic topic, JsonNode json) throws IOException {
    var bytes = EventJson.MAPPER.writeValueAsBytes(json);
    try {
      if (topic == Topic.PRODUCTS) {
        InputEvents.product(bytes, SampleEvents.ORIGIN);
      } else {
        InputEvents.availability(bytes, SampleEvents.ORIGIN);
      }
      return "";
    } catch (InvalidEventException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static ObjectNode product(Random random) {
    var json = availability(random).put("op", "UPSERT");
    json.put("title", text(random, 512)).put("category", text(random, 128));
    json.put("price_minor", random.nextLong(InputEvents.MAX_PRICE_MINOR + 1));
    json.put("currency", random.nextBoolean() ? "EUR" : "JPY");
    if (random.nextBoolean()) {
      json.putObject("attributes").put(text(random, 64), text(random, 512));
    }
    var images = json.putArray("images");
    for (int i = 0; i <= random.nextInt(8); i++) {
      images.addObject().put(random.nextBoolean() ? "url" : "base64", text(random, 2048));
    }
    return json;
  }

  private static ObjectNode availability(Random random) {
    var json = EventJson.MAPPER.createObjectNode();
    json.put("merchant_id", random.nextLong(InputEvents.MAX_MERCHANT_ID + 1));
    json.put("product_id", text(random, 64)).put("version", random.nextLong());
    json.put("available", random.nextBoolean());
    if (random.nextBoolean()) {
      json.put("price_minor", random.nextLong(InputEvents.MAX_PRICE_MINOR + 1));
    }
    return json;
  }

  private static String text(Random random, int maxLength) {
    return random
        .ints(1 + random.nextInt(maxLength), 0, 5)
        .collect(
            StringBuilder::new,
            (text, i) -> text.appendCodePoint("a é/🎩".codePoints().toArray()[i]),
            StringBuilder::append)
        .toString();
  }

  private static Map<String, String> many() {
    var many = new LinkedHashMap<String, String>();
    for (int i = 0; i < 65; i++) {
      many.put("k" + i, "v");
    }
    return many;
  }
}
