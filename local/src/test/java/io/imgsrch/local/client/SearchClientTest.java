package io.imgsrch.local.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.event.Position;
import io.imgsrch.config.event.Topic;
import io.imgsrch.local.client.FakeServer.Answer;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class SearchClientTest {
  private static final String ANSWER =
      """
      {"trace_id":"4bf92f","degrade_level":0,"verified":true,"index_age_ms":12,
       "took_ms":{"embed":9.5,"total":14},"hits":[{"merchant_id":4294967295,"product_id":"a/b",
       "title":"Hat","category":"Clothing","price_minor":2999,"currency":"EUR","score":0.987,
       "image_pk":"ab","content_version":5,"availability_version":null,"trace_id":"cd"}]}
      """;
  private static final byte[] PHOTO = {0, '\r', '\n', '-', '-', (byte) 0xFF};

  @Test
  void sendsAFormAndReadsTheAnswer() throws Exception {
    try (var api = new FakeServer(request -> new Answer(200, ANSWER))) {
      var request = new SearchRequest(PHOTO, List.of(3L, 7L), "Schuhe & Hüte", 5);
      var answer = new SearchClient(api.address()).search(request);
      assertThat(answer.traceId()).isEqualTo("4bf92f");
      assertThat(answer.verified()).isTrue();
      assertThat(answer.tookMs()).containsEntry("embed", 9.5).containsEntry("total", 14.0);
      assertThat(answer.hits())
          .containsExactly(
              new SearchAnswer.Hit(
                  4_294_967_295L,
                  "a/b",
                  "Hat",
                  "Clothing",
                  2_999,
                  "EUR",
                  0.987,
                  "ab",
                  5,
                  null,
                  "cd"));

      var sent = api.requests().get(0);
      assertThat(sent.method() + " " + sent.path()).isEqualTo("POST /v1/search");
      var type = Objects.requireNonNull(sent.contentType());
      assertThat(type).startsWith("multipart/form-data; boundary=");
      var boundary = type.substring(type.indexOf('=') + 1);
      var body = new String(sent.body(), ISO_8859_1);
      assertThat(body).endsWith("--" + boundary + "--\r\n");
      var parts = List.of(body.split("--" + boundary + "(\r\n|--\r\n)", -1));
      assertThat(parts).hasSize(7).first().isEqualTo("");
      assertThat(parts.get(1))
          .startsWith("Content-Disposition: form-data; name=\"image\"; filename=\"photo\"\r\n")
          .endsWith("\r\n\r\n" + new String(PHOTO, ISO_8859_1) + "\r\n");
      assertThat(parts.get(2)).contains("name=\"merchant_ids\"").endsWith("\r\n\r\n3\r\n");
      assertThat(parts.get(3)).contains("name=\"merchant_ids\"").endsWith("\r\n\r\n7\r\n");
      assertThat(parts.get(4)).contains("name=\"category\"").contains("Schuhe & H\u00c3\u00bcte");
      assertThat(parts.get(5)).contains("name=\"top_k\"").endsWith("\r\n\r\n5\r\n");
    }
  }

  @Test
  void namesTheEventsThatItWaitsFor() throws Exception {
    try (var api = new FakeServer(request -> new Answer(200, ANSWER))) {
      var positions =
          List.of(new Position(Topic.PRODUCTS, 0, 17), new Position(Topic.AVAILABILITY, 3, 4));
      var unused =
          new SearchClient(api.address())
              .search(new SearchRequest(PHOTO, List.of(), null, 5, positions));
      assertThat(new String(api.requests().get(0).body(), ISO_8859_1))
          .contains("name=\"min_position\"")
          .contains("\r\n\r\ncatalog.products:0:17\r\n")
          .contains("\r\n\r\ncatalog.availability:3:4\r\n");
    }
  }

  @Test
  void aProblemIsOneSentenceWithItsCodeAndTrace() throws Exception {
    var problem =
        "{\"title\":\"The bytes are no picture\",\"status\":415,\"code\":\"NOT_AN_IMAGE\",\"trace_id\":\"ab\"}";
    assertFails(new Answer(415, problem))
        .hasMessage(
            "the platform answered 415 NOT_AN_IMAGE: The bytes are no picture (trace id ab)");
    assertFails(new Answer(502, "<html>bad gateway</html>"))
        .hasMessage("the query API answered 502 without saying why");
    assertFails(new Answer(503, "")).hasMessageContaining("503 without saying why");
    assertFails(new Answer(200, "{}")).hasMessageContaining("cannot read the answer");
    assertFails(new Answer(200, "<html>")).hasMessageContaining("cannot read the answer");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(Answer answer)
      throws Exception {
    try (var api = new FakeServer(request -> answer)) {
      var client = new SearchClient(api.address());
      var request = new SearchRequest(PHOTO, List.of(), null, 10);
      return assertThatThrownBy(() -> client.search(request)).isInstanceOf(ClientException.class);
    }
  }
}
