package io.imgsrch.operators.query.http;

import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.QueryException;
import io.javalin.http.Context;
import java.util.Set;
import java.util.regex.Pattern;

/** Refuses what a page of another site makes its visitor's browser send. */
final class SameSite {
  private static final Set<String> OWN = Set.of("same-origin", "none");
  private static final Pattern ADDRESS =
      Pattern.compile("https?://(localhost|\\d+(\\.\\d+){3}|\\[[0-9a-fA-F:.]+])(:\\d+)?");

  private SameSite() {}

  /** Passes requests of the page itself, and of what is no browser. */
  static void require(Context ctx) {
    var site = ctx.header("Sec-Fetch-Site");
    var origin = ctx.header("Origin");
    var host = ctx.header("Host");
    if ((site != null && !OWN.contains(site))
        || (origin != null
            && !origin.equals("http://" + host)
            && !origin.equals("https://" + host))) {
      throw new QueryException(
          ErrorCode.CROSS_SITE, "a browser may send this only from the page at this address");
    }
  }

  /**
   * Passes, of those, a browser's only if it has the page from an address or {@code localhost}: who
   * owns a name can make it mean this address after his page was loaded.
   */
  static void requireAddress(Context ctx) {
    require(ctx);
    var origin = ctx.header("Origin");
    if (origin != null && !ADDRESS.matcher(origin).matches()) {
      throw new QueryException(
          ErrorCode.CROSS_SITE,
          "a browser may send this only from an IP address or localhost, not from a name");
    }
  }
}
