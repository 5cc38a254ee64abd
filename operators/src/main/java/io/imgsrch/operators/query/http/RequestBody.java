package io.imgsrch.operators.query.http;

import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.QueryException;
import io.imgsrch.operators.query.SearchRequest;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Locale;

/** Reads the body of a search: at most so many bytes, into memory, in either of two forms. */
final class RequestBody {
  /** A picture of the default greatest size fits, in base64 too. */
  static final int MAX_BYTES = 8 * 1024 * 1024;

  private RequestBody() {}

  static SearchRequest search(Context ctx, int maxPictureBytes) {
    var contentType = ctx.contentType();
    var mediaType =
        contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (mediaType) {
      case "application/json" -> JsonSearch.read(bytes(ctx), maxPictureBytes);
      case "multipart/form-data" ->
          FormSearch.read(bytes(ctx), String.valueOf(contentType), maxPictureBytes);
      default ->
          throw new QueryException(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE,
              "send multipart/form-data or application/json, not '" + mediaType + "'");
    };
  }

  private static byte[] bytes(Context ctx) {
    // The announced length is checked first, so that a large upload is refused before it is sent.
    if (ctx.req().getContentLengthLong() > MAX_BYTES) {
      throw tooLarge();
    }
    try {
      var bytes = ctx.req().getInputStream().readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw tooLarge();
      }
      return bytes;
    } catch (IOException e) {
      throw new QueryException(
          ErrorCode.BAD_HTTP, "the body ended early: " + String.valueOf(e.getMessage()), e);
    }
  }

  private static QueryException tooLarge() {
    return new QueryException(
        ErrorCode.REQUEST_TOO_LARGE, "a request has at most " + MAX_BYTES + " bytes");
  }
}
