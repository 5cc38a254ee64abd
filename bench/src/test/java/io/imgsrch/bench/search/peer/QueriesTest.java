package io.imgsrch.bench.search.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.bench.search.data.Filter;
import io.imgsrch.bench.search.data.Shape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same filter in each peer's words, and our answer. */
class QueriesTest {
  private static final Filter BOTH = new Filter(Shape.CLUSTERED, List.of(3, 4), 5);
  private static final Filter ALL = new Filter(Shape.SPREAD, List.of(), null);

  @Test
  void milvus() {
    assertThat(MilvusPeer.expression(BOTH)).isEqualTo("clustered in [3,4] && category == 5");
    assertThat(MilvusPeer.expression(ALL)).isEmpty();
  }

  @Test
  void pgvector() {
    assertThat(PgvectorPeer.query(BOTH))
        .isEqualTo(
            "SELECT id FROM bench_items WHERE clustered IN (3,4) AND category = 5 ORDER BY vector"
                + " <#> ?::vector LIMIT 20");
    assertThat(PgvectorPeer.query(ALL))
        .isEqualTo("SELECT id FROM bench_items ORDER BY vector <#> ?::vector LIMIT 20");
  }

  @Test
  void ourAnswerNamesItemsByTheirProducts() throws IOException {
    var answer =
        read(
            """
            {"degrade_level": 0, "verified": true, "hits": [
              {"product_id": "17.3", "score": 0.9}, {"product_id": "4.0", "score": 0.8}]}
            """);
    assertThat(answer.items()).containsExactly(17, 4);
    assertThat(answer.whole()).isTrue();
  }

  @Test
  void anAnswerThatIsNotVerifiedOrDegradedIsNotWhole() throws IOException {
    assertThat(read("{\"degrade_level\": 0, \"verified\": false, \"hits\": []}").whole()).isFalse();
    assertThat(read("{\"degrade_level\": 2, \"verified\": true, \"hits\": []}").whole()).isFalse();
  }

  private static Answer read(String json) throws IOException {
    return HttpSearches.read(new ByteArrayInputStream(json.getBytes(UTF_8)));
  }
}
