package io.imgsrch.config.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads the fields of one JSON object strictly; every error names the field. */
final class FieldReader {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final JsonNode object;
  private final String path;

  private FieldReader(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  static FieldReader of(byte[] json) throws InvalidEventException {
    JsonNode node;
    try {
      node = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new InvalidEventException(Reason.NOT_JSON, e.getOriginalMessage());
    } catch (IOException e) {
      throw new InvalidEventException(Reason.NOT_JSON, String.valueOf(e.getMessage()));
    }
    if (!node.isObject()) {
      throw new InvalidEventException(
          Reason.NOT_JSON, "expected a JSON object, found " + node.getNodeType());
    }
    return new FieldReader(node, "");
  }

  boolean has(String field) {
    return object.hasNonNull(field);
  }

  long integer(String field, long min, long max) throws InvalidEventException {
    var node = required(field);
    if (!node.isIntegralNumber()) {
      throw wrongType(field, "an integer", node);
    }
    if (!node.canConvertToLong() || node.longValue() < min || node.longValue() > max) {
      throw outOfRange(field, "must be between " + min + " and " + max + ", is " + node);
    }
    return node.longValue();
  }

  boolean bool(String field) throws InvalidEventException {
    var node = required(field);
    if (!node.isBoolean()) {
      throw wrongType(field, "true or false", node);
    }
    return node.booleanValue();
  }

  String text(String field, int minLength, int maxLength) throws InvalidEventException {
    return checkedText(field, required(field), minLength, maxLength);
  }

  String text(String field, Predicate<String> allowed, String expected)
      throws InvalidEventException {
    var text = checkedText(field, required(field), 0, Integer.MAX_VALUE);
    if (!allowed.test(text)) {
      throw outOfRange(field, "must be " + expected);
    }
    return text;
  }

  Map<String, String> texts(String field, int maxEntries, int maxKeyLength, int maxLength)
      throws InvalidEventException {
    var texts = new TreeMap<String, String>();
    if (!has(field)) {
      return texts;
    }
    var node = object.get(field);
    if (!node.isObject()) {
      throw wrongType(field, "an object of texts", node);
    }
    if (node.size() > maxEntries) {
      throw outOfRange(field, "has " + node.size() + " entries, at most " + maxEntries);
    }
    for (var entry : node.properties()) {
      var name = field + "." + abbreviated(entry.getKey());
      checkLength(name, entry.getKey(), 1, maxKeyLength);
      checkCharacters(name, entry.getKey());
      texts.put(entry.getKey(), checkedText(name, entry.getValue(), 0, maxLength));
    }
    return texts;
  }

  List<FieldReader> objects(String field, int min, int max) throws InvalidEventException {
    var node = required(field);
    if (!node.isArray()) {
      throw wrongType(field, "a list", node);
    }
    if (node.size() < min || node.size() > max) {
      throw outOfRange(field, "must hold " + min + " to " + max + ", holds " + node.size());
    }
    var readers = new ArrayList<FieldReader>();
    for (int i = 0; i < node.size(); i++) {
      var name = field + "[" + i + "]";
      if (!node.get(i).isObject()) {
        throw wrongType(name, "an object", node.get(i));
      }
      readers.add(new FieldReader(node.get(i), path + name + "."));
    }
    return readers;
  }

  InvalidEventException missing(String what) {
    return new InvalidEventException(Reason.MISSING_FIELD, path + what + " is missing");
  }

  private JsonNode required(String field) throws InvalidEventException {
    if (!has(field)) {
      throw missing(field);
    }
    return object.get(field);
  }

  private String checkedText(String field, JsonNode node, int minLength, int maxLength)
      throws InvalidEventException {
    if (!node.isTextual()) {
      throw wrongType(field, "a text", node);
    }
    checkLength(field, node.textValue(), minLength, maxLength);
    checkCharacters(field, node.textValue());
    return node.textValue();
  }

  private void checkLength(String field, String text, int min, int max)
      throws InvalidEventException {
    int length = text.codePointCount(0, text.length());
    if (length < min || length > max) {
      throw outOfRange(field, "must have " + min + " to " + max + " characters, has " + length);
    }
  }

  private void checkCharacters(String field, String text) throws InvalidEventException {
    int bad = badCharacter(text);
    if (bad >= 0) {
      throw new InvalidEventException(
          Reason.BAD_TEXT,
          "%s%s holds U+%04X at position %d".formatted(path, field, (int) text.charAt(bad), bad));
    }
  }

  /**
   * Where the first character stands that no text may hold, -1 without one: PostgreSQL stores no
   * NUL, and other control characters are never meant.
   */
  static int badCharacter(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r';
      boolean lonely = Character.isSurrogate(c) && !pairedAt(text, i);
      if (control || lonely) {
        return i;
      }
    }
    return -1;
  }

  private static boolean pairedAt(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  private InvalidEventException wrongType(String field, String expected, JsonNode found) {
    return new InvalidEventException(
        Reason.WRONG_TYPE,
        path + field + " must be " + expected + ", is " + found.getNodeType().name());
  }

  private InvalidEventException outOfRange(String field, String message) {
    return new InvalidEventException(Reason.OUT_OF_RANGE, path + field + " " + message);
  }

  /** Fit for a log line and a header, whatever the producer wrote. */
  private static String abbreviated(String text) {
    var shown = text.length() <= 40 ? text : text.substring(0, 40) + "…";
    return shown.replaceAll("[\\p{Cc}\\p{Cs}]", "?");
  }
}
