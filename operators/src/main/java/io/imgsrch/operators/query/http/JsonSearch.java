package io.imgsrch.operators.query.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.Example;
import io.imgsrch.operators.query.QueryException;
import io.imgsrch.operators.query.SearchRequest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads a search that is a JSON object. A field that is null counts as left out. */
final class JsonSearch {
  private static final List<String> POSITION = List.of("topic", "partition", "offset");

  private final SearchFields fields;

  private JsonSearch(SearchFields fields) {
    this.fields = fields;
  }

  static SearchRequest read(byte[] body, int maxPictureBytes) {
    var fields = new SearchFields(maxPictureBytes);
    var search = new JsonSearch(fields);
    for (var entry : JsonFields.object(body).properties()) {
      if (!entry.getValue().isNull()) {
        search.read(entry.getKey(), entry.getValue());
      }
    }
    return fields.request("image_base64, image_url, image_pk or vector");
  }

  private void read(String field, JsonNode value) {
    switch (field) {
      case "image_base64" -> fields.photo(field, base64(field, JsonFields.text(field, value)));
      case "image_url" -> fields.example(field, new Example.Address(JsonFields.text(field, value)));
      case "image_pk" -> fields.example(field, new Example.Known(JsonFields.text(field, value)));
      case "vector" -> fields.example(field, new Example.Vector(vector(field, value)));
      case "merchant_ids" -> fields.merchantIds(integers(field, value));
      case "category" -> fields.category(JsonFields.text(field, value));
      case "top_k" -> fields.topK(JsonFields.integer(field, value));
      case "min_score" -> fields.minScore(JsonFields.number(field, value));
      case "explain" -> fields.explain(JsonFields.bool(field, value));
      case "min_position" -> minPositions(field, value);
      default -> throw SearchFields.unknown(field);
    }
  }

  /** One object, or a list of them. */
  private void minPositions(String field, JsonNode value) {
    if (value.isArray()) {
      value.forEach(item -> minPosition(field, item));
    } else {
      minPosition(field, value);
    }
  }

  private void minPosition(String field, JsonNode value) {
    if (!value.isObject() || value.size() != POSITION.size()) {
      throw SearchFields.wrongType(field, "made of objects with " + POSITION);
    }
    for (var name : POSITION) {
      if (value.get(name) == null) {
        throw QueryException.ofField(ErrorCode.MISSING_FIELD, field, "has no " + name);
      }
    }
    fields.minPosition(
        field,
        JsonFields.text(field, value.get("topic")),
        JsonFields.integer(field, value.get("partition")),
        JsonFields.integer(field, value.get("offset")));
  }

  private static byte[] base64(String field, String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw QueryException.ofField(
          ErrorCode.BAD_BASE64, field, "is no base64: " + String.valueOf(e.getMessage()));
    }
  }

  private static float[] vector(String field, JsonNode value) {
    if (!value.isArray()) {
      throw SearchFields.wrongType(field, "a list of numbers");
    }
    var vector = new float[value.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) JsonFields.number(field, value.get(i));
    }
    return vector;
  }

  private static List<Long> integers(String field, JsonNode value) {
    if (!value.isArray()) {
      throw SearchFields.wrongType(field, "a list of integers");
    }
    var integers = new ArrayList<Long>();
    for (var item : value) {
      integers.add(JsonFields.integer(field, item));
    }
    return integers;
  }
}
