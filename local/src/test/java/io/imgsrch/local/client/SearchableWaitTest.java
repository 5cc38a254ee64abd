package io.imgsrch.local.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.local.catalogue.Catalogue;
import io.imgsrch.local.catalogue.PictureSource;
import io.imgsrch.local.client.FakeServer.Answer;
import io.imgsrch.local.client.WaitReport.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SearchableWaitTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final PictureSource PICTURE = new PictureSource.Remote("http://h/x");

  @Test
  void waitsThroughEveryStageOfAProduct() throws Exception {
    var stages =
        List.of(
            new Answer(404, "{}"),
            new Answer(503, "{\"code\":\"STATE_UNAVAILABLE\",\"title\":\"not yet\"}"),
            status(4, false, "[{\"image_pk\":\"a\",\"searchable\":true}]", "[]"),
            status(5, true, "[{\"image_pk\":\"a\",\"searchable\":true}]", "[]"),
            status(5, false, "[{\"image_pk\":\"b\",\"searchable\":false}]", "[]"),
            status(5, false, "[{\"image_pk\":\"b\",\"searchable\":true}]", "[]"));
    var asked = new AtomicInteger();
    try (var api = new FakeServer(request -> stages.get(asked.getAndIncrement()))) {
      var report = await(api, new Catalogue(List.of(Products.product("P", PICTURE))), LONG);
      assertThat(report.complete()).isTrue();
      assertThat(report.searchable()).isEqualTo(1);
      assertThat(asked).hasValue(stages.size());
    }
  }

  @Test
  void aNewerVersionAndFailedAndBadPicturesAreNotWaitedFor() throws Exception {
    var answers =
        Map.of(
            "/v1/products/7/newer", status(6, true, "[]", "[]"),
            "/v1/products/7/failed", status(5, false, "[]", failed(0, 1)),
            "/v1/products/7/bad",
                status(
                    5,
                    false,
                    """
                    [{"image_pk":"a","searchable":true,"failure":null},
                     {"image_pk":"b","searchable":false,
                      "failure":{"reason":"BROKEN_PICTURE","message":"cut short"}}]
                    """,
                    failed(2)));
    try (var api = new FakeServer(request -> answer(answers, request.path()))) {
      var catalogue =
          new Catalogue(
              List.of(
                  Products.product("newer", PICTURE),
                  Products.product("failed", PICTURE, PICTURE),
                  Products.product("bad", PICTURE, PICTURE, PICTURE)));
      var report = await(api, catalogue, LONG);
      assertThat(report.complete()).isTrue();
      assertThat(report.failedPictures()).isEqualTo(4);
    }
  }

  @Test
  void aTimeoutNamesTheProductsAndWhatTheyWaitFor() throws Exception {
    var answers =
        Map.of(
            "/v1/products/7/done", status(5, false, "[]", failed(0)),
            "/v1/products/7/fetching", status(5, true, "[]", "[]"),
            "/v1/products/7/old", status(-3, false, "[]", "[]"),
            "/v1/products/7/a%2Fb%20c%3F",
                status(
                    5,
                    false,
                    """
                    [{"image_pk":"x0","searchable":false,"failure":{"reason":"BROKEN_PICTURE"}},
                     {"image_pk":"x1","searchable":false,"failure":null}]
                    """,
                    failed(2)));
    try (var api = new FakeServer(request -> answer(answers, request.path()))) {
      var catalogue =
          new Catalogue(
              List.of(
                  Products.product("done", PICTURE),
                  Products.product("fetching", PICTURE),
                  Products.product("unknown", PICTURE),
                  Products.product("old", PICTURE),
                  Products.product("a/b c?", PICTURE)));
      var report = await(api, catalogue, Duration.ofMillis(300));
      assertThat(report.searchable()).isEqualTo(1);
      assertThat(report.waiting())
          .containsExactly(
              new Waiting("7/fetching", "its pictures are being fetched"),
              new Waiting("7/unknown", "not known yet"),
              new Waiting("7/old", "still at version -3"),
              new Waiting("7/a/b c?", "not searchable yet: x1"));
    }
  }

  @Test
  void asksAFewAtATimeAndOnlyForWhatIsMissing() throws Exception {
    var asked = new ConcurrentHashMap<String, Integer>();
    var settled = status(5, false, "[{\"image_pk\":\"a\",\"searchable\":true}]", "[]");
    try (var api =
        new FakeServer(
            request ->
                asked.merge(request.path(), 1, Integer::sum) < 3 && request.path().endsWith("7")
                    ? new Answer(404, "")
                    : settled)) {
      assertThat(await(api, Products.remote(40), LONG).searchable()).isEqualTo(40);
      assertThat(api.mostInFlight()).isLessThanOrEqualTo(8);
    }
    assertThat(asked).hasSize(40).containsEntry("/v1/products/7/P0", 1);
    assertThat(asked).containsEntry("/v1/products/7/P17", 3);
  }

  @Test
  void aRefusalEndsTheWait() throws Exception {
    try (var api =
        new FakeServer(
            request -> new Answer(400, "{\"code\":\"OUT_OF_RANGE\",\"detail\":\"no\"}"))) {
      assertThatThrownBy(() -> await(api, Products.remote(1), LONG))
          .isInstanceOf(ClientException.class)
          .hasMessageContaining("400 OUT_OF_RANGE: no");
    }
    try (var api = new FakeServer(request -> new Answer(200, "{\"deleted\":false}"))) {
      assertThatThrownBy(() -> await(api, Products.remote(1), LONG))
          .isInstanceOf(ClientException.class)
          .hasMessageContaining("cannot read what the query API says of 7/P0");
    }
  }

  @Test
  void anApiThatStaysSilentIsToldBeforeTheTimeout() throws IOException {
    var gone = new FakeServer(request -> new Answer(200, ""));
    gone.close();
    assertThatThrownBy(() -> await(gone, Products.remote(2), Duration.ofMinutes(5)))
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("cannot reach the query API at " + gone.address());
  }

  private static WaitReport await(FakeServer api, Catalogue catalogue, Duration timeout)
      throws ClientException, InterruptedException {
    return new SearchableWait(api.address()).await(catalogue, timeout, LoadListener.silent());
  }

  private static Answer answer(Map<String, Answer> answers, String path) {
    return answers.getOrDefault(path, new Answer(404, ""));
  }

  private static Answer status(long version, boolean fetching, String images, String failed) {
    return new Answer(
        200,
        """
        {"deleted":false,"available":true,"content_version":%d,"fetching":%s,"images":%s,
         "failed_pictures":%s,"trace_id":"ab"}
        """
            .formatted(version, fetching, images, failed));
  }

  private static String failed(int... indexes) {
    return Arrays.stream(indexes)
        .mapToObj(index -> "{\"index\":%d,\"reason\":\"BROKEN_PICTURE\"}".formatted(index))
        .toList()
        .toString();
  }
}
