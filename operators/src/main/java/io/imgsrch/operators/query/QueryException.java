package io.imgsrch.operators.query;

import org.jspecify.annotations.Nullable;

/** A request that gets no answer, and why. Its message is meant for whoever asked. */
public final class QueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable String field;

  public QueryException(ErrorCode code, String detail) {
    this(code, null, detail, null);
  }

  public QueryException(ErrorCode code, String detail, Throwable cause) {
    this(code, null, detail, cause);
  }

  private QueryException(
      ErrorCode code, @Nullable String field, String detail, @Nullable Throwable cause) {
    super(detail, cause);
    this.code = code;
    this.field = field;
  }

  /** An error of one field of the request. */
  public static QueryException ofField(ErrorCode code, String field, String problem) {
    return new QueryException(code, field, field + " " + problem, null);
  }

  public ErrorCode code() {
    return code;
  }

  /** The field at fault; null if it is none in particular. */
  public @Nullable String field() {
    return field;
  }
}
