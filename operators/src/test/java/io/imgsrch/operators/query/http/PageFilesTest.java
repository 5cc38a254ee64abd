package io.imgsrch.operators.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.PictureUrls;
import io.imgsrch.operators.query.SearchLimits;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageFilesTest {
  private static final Pattern REFERENCES =
      Pattern.compile("(?:src|href)=\"(/page/[^\"]+)\"|from '\\.(/[^']+)'");

  private final TestServer api = new TestServer();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void thePageMayLoadNothingFromElsewhereButPictures() {
    var page = api.get("/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .contains("img-src 'self' blob: https://pictures.example:8443;")
        .doesNotContain("unsafe", "*");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.body().asText()).contains("data-writes=\"on\"").doesNotContain("style=\"");
  }

  @Test
  void whereNobodyMayWriteThePageOffersNoSwitch() {
    var limits = new SearchLimits(Duration.ofSeconds(1), Duration.ofSeconds(2), 4, 64, 16, 1, 256);
    try (var reading = new TestServer(limits, TestServer.options(0, false))) {
      assertThat(reading.get("/").body().asText()).contains("data-writes=\"off\"");
    }
  }

  @Test
  void everyFileThatThePageNamesIsThere() {
    for (var from : new String[] {"/", "/page/page.js", "/page/live.js"}) {
      var references = REFERENCES.matcher(api.get(from).body().asText());
      int count = 0;
      while (references.find()) {
        var path =
            references.group(1) != null ? references.group(1) : "/page" + references.group(2);
        assertThat(api.get(path).status()).as("%s from %s", path, from).isEqualTo(200);
        count++;
      }
      assertThat(count).as(from).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "page.css, text/css;charset=utf-8",
    "page.js, text/javascript;charset=utf-8",
    "icon.svg, image/svg+xml",
    "sample-1.jpg, image/jpeg",
  })
  void filesHaveTheirTypesAndAreSentOnce(String name, String type) {
    var first = api.get("/page/" + name);
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("Content-Type")).isEqualTo(type);
    assertThat(first.header("Cache-Control")).isEqualTo("no-cache");

    var again = api.send(api.to("/page/" + name).header("If-None-Match", first.header("ETag")));
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.response().body()).isEmpty();
  }

  @Test
  void noOtherFileIsServed() {
    ProblemAssert.that(api.get("/page/index.js"), ErrorCode.PATH_NOT_FOUND);
    ProblemAssert.that(api.get("/page/openapi.yaml"), ErrorCode.PATH_NOT_FOUND);
  }

  @Test
  void anAddressIsFilledIn() {
    var urls = new PictureUrls("http://h:1/p/{image_pk}?size=2");
    assertThat(urls.of("abc")).isEqualTo("http://h:1/p/abc?size=2");
    assertThat(urls.origin()).isEqualTo("http://h:1");
    assertThat(PictureUrls.NONE.of("abc")).isNull();
    assertThat(PictureUrls.NONE.origin()).isEmpty();
  }
}
