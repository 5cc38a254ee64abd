package io.imgsrch.operators.query.http;

import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.QueryException;
import io.imgsrch.operators.query.SearchRequest;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** Reads the body of a request: so many bytes in so much time. */
final class RequestBody {
  /** A picture of the default greatest size fits, in base64 too. */
  static final int MAX_BYTES = 8 * 1024 * 1024;

  private static final String JSON = "application/json";
  private static final int MAX_DISCARDED_BYTES = 64 * 1024 * 1024;
  private static final int CHUNK = 16 * 1024;

  private RequestBody() {}

  static SearchRequest search(Context ctx, ServerOptions options) {
    var body = new Body(ctx, options.bodyTimeout());
    return switch (mediaType(ctx)) {
      case JSON -> JsonSearch.read(body.bytes(), options.maxPictureBytes());
      case "multipart/form-data" ->
          FormSearch.read(
              body.bytes(), String.valueOf(ctx.contentType()), options.maxPictureBytes());
      default -> throw body.ofAnotherType("multipart/form-data or " + JSON);
    };
  }

  /** The bytes of a body that must be JSON. */
  static byte[] json(Context ctx, ServerOptions options) {
    var body = new Body(ctx, options.bodyTimeout());
    if (!mediaType(ctx).equals(JSON)) {
      throw body.ofAnotherType(JSON);
    }
    return body.bytes();
  }

  private static String mediaType(Context ctx) {
    var contentType = ctx.contentType();
    return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** The bytes of one body, as they come. */
  private static final class Body {
    private final Context ctx;
    private final Duration timeout;
    private final long start = System.nanoTime();
    private final byte[] chunk = new byte[CHUNK];

    Body(Context ctx, Duration timeout) {
      this.ctx = ctx;
      this.timeout = timeout;
    }

    byte[] bytes() {
      if (ctx.req().getContentLengthLong() > MAX_BYTES) {
        throw tooLarge();
      }
      var body = new ByteArrayOutputStream(Math.max(CHUNK, ctx.req().getContentLength()));
      for (int length = read(); length >= 0; length = read()) {
        body.write(chunk, 0, length);
        if (body.size() > MAX_BYTES) {
          throw tooLarge();
        }
      }
      return body.toByteArray();
    }

    QueryException ofAnotherType(String expected) {
      return refused(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "send %s, not '%s'".formatted(expected, mediaType(ctx)));
    }

    private QueryException tooLarge() {
      return refused(ErrorCode.REQUEST_TOO_LARGE, "a request has at most " + MAX_BYTES + " bytes");
    }

    /**
     * A refusal of the rest, which is read nevertheless: most clients look for an answer only when
     * they have sent everything, and would see a broken connection instead.
     */
    QueryException refused(ErrorCode code, String detail) {
      if (ctx.header("Expect") == null) {
        int left = MAX_DISCARDED_BYTES;
        for (int length = read(); length >= 0 && left > 0; length = read()) {
          left -= length;
        }
      }
      return new QueryException(code, detail);
    }

    /** Fills the chunk; −1 at the end. */
    private int read() {
      // A client that drips never idles long enough for the server's own timeout.
      if (System.nanoTime() - start > timeout.toNanos()) {
        throw new QueryException(
            ErrorCode.REQUEST_TOO_SLOW, "no whole body within " + timeout.toMillis() + " ms");
      }
      try {
        return ctx.req().getInputStream().read(chunk);
      } catch (IOException e) {
        throw new QueryException(
            ErrorCode.BAD_HTTP, "the body ended early: " + String.valueOf(e.getMessage()), e);
      }
    }
  }
}
