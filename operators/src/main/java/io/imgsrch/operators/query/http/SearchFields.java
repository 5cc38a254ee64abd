package io.imgsrch.operators.query.http;

import io.imgsrch.config.event.Position;
import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.Example;
import io.imgsrch.operators.query.QueryException;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.SearchRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a search, collected one by one. */
final class SearchFields {
  private final int maxPictureBytes;
  private @Nullable Example example;
  private @Nullable String exampleField;
  private @Nullable List<Long> merchantIds;
  private @Nullable String category;
  private int topK = SearchRequest.DEFAULT_TOP_K;
  private double minScore = SearchRequest.DEFAULT_MIN_SCORE;
  private boolean explain;
  private final List<Position> minPositions = new ArrayList<>();

  SearchFields(int maxPictureBytes) {
    this.maxPictureBytes = maxPictureBytes;
  }

  void photo(String field, byte[] bytes) {
    if (bytes.length > maxPictureBytes) {
      throw QueryException.ofField(
          ErrorCode.PICTURE_TOO_LARGE,
          field,
          "has %d bytes, at most %d".formatted(bytes.length, maxPictureBytes));
    }
    if (bytes.length == 0) {
      throw QueryException.ofField(ErrorCode.MISSING_FIELD, field, "is empty");
    }
    example(field, new Example.Photo(bytes));
  }

  void example(String field, Example value) {
    if (exampleField != null) {
      throw QueryException.ofField(
          ErrorCode.CONFLICTING_FIELDS, field, "and " + exampleField + " exclude each other");
    }
    example = value;
    exampleField = field;
  }

  void merchantIds(List<Long> ids) {
    // Counted before duplicates fall out, so that the bound is on what was sent.
    if (ids.isEmpty() || ids.size() > Scope.MAX_MERCHANTS) {
      throw QueryException.ofField(
          ErrorCode.OUT_OF_RANGE,
          "merchant_ids",
          "must hold 1 to %d ids, or be left out for all; holds %d"
              .formatted(Scope.MAX_MERCHANTS, ids.size()));
    }
    merchantIds = ids;
  }

  void category(String value) {
    category = value;
  }

  void topK(long value) {
    topK = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
  }

  void minScore(double value) {
    minScore = value;
  }

  void explain(boolean value) {
    explain = value;
  }

  /** Of an event. */
  void minPosition(String field, String topic, long partition, long offset) {
    try {
      minPositions.add(Position.of(topic, Math.toIntExact(partition), offset));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw QueryException.ofField(
          ErrorCode.OUT_OF_RANGE, field, "holds no event: " + e.getMessage());
    }
  }

  SearchRequest request(String exampleFields) {
    if (example == null) {
      throw QueryException.ofField(
          ErrorCode.MISSING_FIELD, "image", "is missing: send " + exampleFields);
    }
    var scope = new Scope(merchantIds == null ? null : new HashSet<>(merchantIds), category);
    return new SearchRequest(example, scope, topK, minScore, explain, minPositions);
  }

  static QueryException unknown(String field) {
    var shown = field.length() <= 40 ? field : field.substring(0, 40) + "…";
    return QueryException.ofField(ErrorCode.UNKNOWN_FIELD, shown, "is no field of this request");
  }

  static QueryException wrongType(String field, String expected) {
    return QueryException.ofField(ErrorCode.WRONG_TYPE, field, "must be " + expected);
  }
}
