package io.imgsrch.operators.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that gets no answer, and why. Its message is meant for whoever asked. */
public final class QueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable String field;
  private final transient List<ReachedPosition> positions;

  public QueryException(ErrorCode code, String detail) {
    this(code, null, detail, null, List.of());
  }

  public QueryException(ErrorCode code, String detail, Throwable cause) {
    this(code, null, detail, cause, List.of());
  }

  private QueryException(
      ErrorCode code,
      @Nullable String field,
      String detail,
      @Nullable Throwable cause,
      List<ReachedPosition> positions) {
    super(detail, cause);
    this.code = code;
    this.field = field;
    this.positions = List.copyOf(positions);
  }

  /** An error of one field of the request. */
  public static QueryException ofField(ErrorCode code, String field, String problem) {
    return new QueryException(code, field, field + " " + problem, null, List.of());
  }

  /** A search that would have shown too old a catalogue. */
  public static QueryException notReached(String detail, List<ReachedPosition> positions) {
    return new QueryException(ErrorCode.POSITION_NOT_REACHED, null, detail, null, positions);
  }

  public ErrorCode code() {
    return code;
  }

  /** The field at fault; null if it is none in particular. */
  public @Nullable String field() {
    return field;
  }

  /** How far the events are that a search was to wait for; empty of other errors. */
  public List<ReachedPosition> positions() {
    return positions;
  }
}
