package io.imgsrch.operators.query.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.QueryException;
import io.imgsrch.operators.query.ReachedPosition;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An error as <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> describes it.
 *
 * @param type a URN of the code
 * @param field the field at fault; left out if it is none in particular
 * @param positions how far the events are that a search was to wait for; left out of other errors
 */
record Problem(
    String type,
    String title,
    int status,
    ErrorCode code,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String field,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ReachedPosition> positions,
    String traceId) {
  static final String CONTENT_TYPE = "application/problem+json";

  static Problem of(QueryException error, String traceId) {
    return new Problem(
        type(error.code()),
        error.code().title(),
        error.code().status(),
        error.code(),
        String.valueOf(error.getMessage()),
        error.field(),
        error.positions(),
        traceId);
  }

  /** Of a status that the HTTP server chose itself. */
  static Problem ofStatus(int status, String detail, String traceId) {
    var code =
        switch (status) {
          case 404 -> ErrorCode.PATH_NOT_FOUND;
          case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
          case 413 -> ErrorCode.REQUEST_TOO_LARGE;
          case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
          case 503 -> ErrorCode.STOPPING;
          default -> status < 500 ? ErrorCode.BAD_HTTP : ErrorCode.INTERNAL;
        };
    return new Problem(type(code), code.title(), status, code, detail, null, List.of(), traceId);
  }

  private static String type(ErrorCode code) {
    return "urn:imgsrch:problem:" + code.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
