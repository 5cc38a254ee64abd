package io.imgsrch.local.prove;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.imgsrch.config.event.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the schemas of the two input topics say of a value, read here a second time and apart from
 * the jobs' reader. Of a value with several faults it names the one that comes first in the schema.
 */
final class Contract {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MAX_MERCHANT = 0xFFFF_FFFFL;
  private static final long MAX_PRICE = 1_000_000_000_000_000L;

  private final JsonNode event;
  private final List<Reason> faults = new ArrayList<>();

  private Contract(JsonNode event) {
    this.event = event;
  }

  /** The value as JSON; null if it is no JSON object. */
  static @Nullable JsonNode json(byte[] value) {
    try {
      var node = JSON.readTree(value);
      return node != null && node.isObject() ? node : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Why the value is refused; null if it is not. */
  static @Nullable Reason fault(@Nullable JsonNode event, boolean product) {
    if (event == null) {
      return Reason.NOT_JSON;
    }
    var contract = new Contract(event);
    if (product) {
      contract.product();
    } else {
      contract.availability();
    }
    return contract.faults.isEmpty() ? null : contract.faults.get(0);
  }

  private void product() {
    text("op", 1, Integer.MAX_VALUE);
    var op = event.path("op").asText();
    require(op.equals("UPSERT") || op.equals("DELETE"), Reason.OUT_OF_RANGE);
    identity();
    if (op.equals("DELETE")) {
      return;
    }
    text("title", 1, 512);
    text("category", 1, 128);
    integer("price_minor", 0, MAX_PRICE);
    text("currency", 3, 3);
    flag("available");
    if (present("images")) {
      require(event.get("images").isArray(), Reason.WRONG_TYPE);
      int count = event.get("images").size();
      require(count >= 1 && count <= 8, Reason.OUT_OF_RANGE);
    }
  }

  private void availability() {
    identity();
    flag("available");
    if (event.hasNonNull("price_minor")) {
      integer("price_minor", 0, MAX_PRICE);
    }
  }

  private void identity() {
    integer("merchant_id", 0, MAX_MERCHANT);
    text("product_id", 1, 64);
    integer("version", Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private boolean present(String field) {
    require(event.hasNonNull(field), Reason.MISSING_FIELD);
    return event.hasNonNull(field);
  }

  private void text(String field, int min, int max) {
    if (present(field)) {
      var node = event.get(field);
      require(node.isTextual(), Reason.WRONG_TYPE);
      int length = node.asText().codePointCount(0, node.asText().length());
      require(length >= min && length <= max, Reason.OUT_OF_RANGE);
      require(node.asText().indexOf('\0') < 0, Reason.BAD_TEXT);
    }
  }

  private void integer(String field, long min, long max) {
    if (present(field)) {
      var node = event.get(field);
      require(node.isIntegralNumber(), Reason.WRONG_TYPE);
      require(
          node.canConvertToLong() && node.asLong() >= min && node.asLong() <= max,
          Reason.OUT_OF_RANGE);
    }
  }

  private void flag(String field) {
    if (present(field)) {
      require(event.get(field).isBoolean(), Reason.WRONG_TYPE);
    }
  }

  private void require(boolean holds, Reason otherwise) {
    if (!holds) {
      faults.add(otherwise);
    }
  }
}
