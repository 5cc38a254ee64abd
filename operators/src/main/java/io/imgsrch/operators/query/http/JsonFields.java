package io.imgsrch.operators.query.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.QueryException;
import java.io.IOException;

/** Reads JSON fields by their types; what is of another names the field. */
final class JsonFields {
  private JsonFields() {}

  static JsonNode object(byte[] body) {
    try {
      var node = ApiJson.read(body);
      if (node.isObject()) {
        return node;
      }
      throw new QueryException(
          ErrorCode.NOT_JSON, "expected a JSON object, found " + node.getNodeType());
    } catch (JsonProcessingException e) {
      throw new QueryException(ErrorCode.NOT_JSON, e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new QueryException(ErrorCode.NOT_JSON, String.valueOf(e.getMessage()), e);
    }
  }

  static String text(String field, JsonNode value) {
    if (!value.isTextual()) {
      throw SearchFields.wrongType(field, "a text");
    }
    return value.textValue();
  }

  static boolean bool(String field, JsonNode value) {
    if (!value.isBoolean()) {
      throw SearchFields.wrongType(field, "true or false");
    }
    return value.booleanValue();
  }

  static long integer(String field, JsonNode value) {
    if (!value.isIntegralNumber()) {
      throw SearchFields.wrongType(field, "made of integers");
    }
    if (!value.canConvertToLong()) {
      throw QueryException.ofField(ErrorCode.OUT_OF_RANGE, field, "holds a number of over 64 bits");
    }
    return value.longValue();
  }

  static double number(String field, JsonNode value) {
    if (!value.isNumber()) {
      throw SearchFields.wrongType(field, "made of numbers");
    }
    return value.doubleValue();
  }
}
