package io.imgsrch.operators.query.http;

import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.QueryException;
import io.javalin.http.Context;
import java.util.Set;

/** Refuses what a page of another site makes its visitor's browser send. */
final class SameSite {
  private static final Set<String> OWN = Set.of("same-origin", "none");

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
}
