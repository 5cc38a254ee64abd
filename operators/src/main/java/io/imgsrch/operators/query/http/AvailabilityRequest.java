package io.imgsrch.operators.query.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.QueryException;
import java.util.Set;

/** The wish to switch an offer on or off; every field is required. */
record AvailabilityRequest(long merchantId, String productId, boolean available) {
  private static final Set<String> FIELDS = Set.of("merchant_id", "product_id", "available");

  static AvailabilityRequest read(byte[] body) {
    var object = JsonFields.object(body);
    for (var entry : object.properties()) {
      if (!FIELDS.contains(entry.getKey())) {
        throw SearchFields.unknown(entry.getKey());
      }
    }
    return new AvailabilityRequest(
        JsonFields.integer("merchant_id", required(object, "merchant_id")),
        JsonFields.text("product_id", required(object, "product_id")),
        JsonFields.bool("available", required(object, "available")));
  }

  private static JsonNode required(JsonNode object, String field) {
    var value = object.get(field);
    if (value == null || value.isNull()) {
      throw QueryException.ofField(ErrorCode.MISSING_FIELD, field, "is missing");
    }
    return value;
  }
}
