package io.imgsrch.operators.query.http;

import io.imgsrch.config.event.Digest;
import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.QueryException;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The page, and what it consists of. In memory: it is small. */
final class PageFiles {
  private static final String HOME = "index.html";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "svg", "image/svg+xml",
          "jpg", "image/jpeg");
  private static final String[] NAMES = {
    "page.css",
    "page.js",
    "api.js",
    "hits.js",
    "live.js",
    "photo.js",
    "icon.svg",
    "sample-1.jpg",
    "sample-2.jpg",
    "sample-3.jpg",
    "sample-4.jpg",
    "sample-5.jpg",
    "sample-6.jpg"
  };

  private final Map<String, File> files = new HashMap<>();
  private final String policy;

  private record File(byte[] bytes, String type, String etag) {
    static File of(String name, byte[] bytes) {
      var type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
      return new File(bytes, String.valueOf(type), '"' + Digest.sha256(bytes) + '"');
    }
  }

  /**
   * @param pictures scheme, host and port that the catalogue's pictures come from; may be empty
   * @param writes whether the page offers to switch offers on and off
   */
  PageFiles(String pictures, boolean writes) {
    policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' blob: "
            + pictures
            + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    var html = new String(Resources.bytes("page/" + HOME), StandardCharsets.UTF_8);
    var filled = html.replace("${writes}", writes ? "on" : "off");
    files.put(HOME, File.of(HOME, filled.getBytes(StandardCharsets.UTF_8)));
    for (var name : NAMES) {
      files.put(name, File.of(name, Resources.bytes("page/" + name)));
    }
  }

  void home(Context ctx) {
    send(ctx, HOME);
  }

  void file(Context ctx) {
    send(ctx, ctx.pathParam("file"));
  }

  /** Browsers ask each time whether it is still the same, so that an update shows at once. */
  private void send(Context ctx, String name) {
    var file = files.get(name);
    if (file == null) {
      throw new QueryException(ErrorCode.PATH_NOT_FOUND, "the page has no file of this name");
    }
    ctx.header("Cache-Control", "no-cache");
    ctx.header("ETag", file.etag());
    ctx.header("Content-Security-Policy", policy);
    ctx.header("Referrer-Policy", "no-referrer");
    if (file.etag().equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
    } else {
      ctx.contentType(file.type()).result(file.bytes());
    }
  }
}
