package io.imgsrch.operators.query.http;

import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.QueryException;
import io.imgsrch.operators.query.SearchRequest;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** Reads the body of a search, in either of two forms: so many bytes in so much time. */
final class RequestBody {
  /** A picture of the default greatest size fits, in base64 too. */
  static final int MAX_BYTES = 8 * 1024 * 1024;

  private static final int CHUNK = 16 * 1024;

  private RequestBody() {}

  static SearchRequest search(Context ctx, ServerOptions options) {
    var contentType = ctx.contentType();
    var mediaType =
        contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (mediaType) {
      case "application/json" ->
          JsonSearch.read(bytes(ctx, options.bodyTimeout()), options.maxPictureBytes());
      case "multipart/form-data" ->
          FormSearch.read(
              bytes(ctx, options.bodyTimeout()),
              String.valueOf(contentType),
              options.maxPictureBytes());
      default ->
          throw new QueryException(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE,
              "send multipart/form-data or application/json, not '" + mediaType + "'");
    };
  }

  private static byte[] bytes(Context ctx, Duration timeout) {
    // The announced length is checked first, so that a large upload is refused before it is sent.
    if (ctx.req().getContentLengthLong() > MAX_BYTES) {
      throw tooLarge();
    }
    var body = new ByteArrayOutputStream(Math.max(CHUNK, ctx.req().getContentLength()));
    var chunk = new byte[CHUNK];
    long start = System.nanoTime();
    try {
      var stream = ctx.req().getInputStream();
      for (int length = stream.read(chunk); length >= 0; length = stream.read(chunk)) {
        body.write(chunk, 0, length);
        if (body.size() > MAX_BYTES) {
          throw tooLarge();
        }
        // A client that drips never idles long enough for the server's own timeout.
        if (System.nanoTime() - start > timeout.toNanos()) {
          throw new QueryException(
              ErrorCode.REQUEST_TOO_SLOW, "no whole body within " + timeout.toMillis() + " ms");
        }
      }
      return body.toByteArray();
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
