package io.imgsrch.operators.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.http.TestServer.Answer;

/** Checks all that every problem has. */
final class ProblemAssert {
  private ProblemAssert() {}

  static void that(Answer answer, ErrorCode code) {
    assertThat(answer.body().path("code").asText()).as("%s", answer.body()).isEqualTo(code.name());
    assertThat(answer.status()).isEqualTo(code.status());
    assertThat(answer.body().path("status").asInt()).isEqualTo(code.status());
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body().path("title").asText()).isEqualTo(code.title());
    assertThat(answer.body().path("trace_id").asText())
        .isEqualTo(Traceparent.traceId(answer.header("traceparent")));
  }

  static void that(Answer answer, ErrorCode code, String field) {
    that(answer, code);
    assertThat(answer.body().path("field").asText()).isEqualTo(field);
    assertThat(answer.body().path("detail").asText()).contains(field);
  }
}
