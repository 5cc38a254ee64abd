package io.imgsrch.operators.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.EventLatency;
import io.imgsrch.operators.query.MirrorReport;
import io.imgsrch.operators.query.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The document that is served says what is served. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
  private static final String LOCATION = "https://imgsrch.example/openapi";
  private static final String SHOE = Samples.imagePk("shoe");
  private static final String TORN = Samples.imagePk("torn");

  private final TestServer api = new TestServer();
  private JsonNode document;
  private JsonSchemaFactory schemas;

  @BeforeAll
  void readIt() throws IOException {
    api.index.add(SHOE, 0.9);
    api.validity.add(Samples.offer(7, "shoe", "shoes", true, SHOE));
    api.validity.add(Samples.deleted(9, "gone"));
    api.validity.add(Samples.offer(8, "torn", "bags", true, TORN));
    api.standings.bad(TORN, Reason.BROKEN_PICTURE, "cut short");
    var served = api.get("/openapi.yaml");
    assertThat(served.header("Content-Type")).startsWith("application/yaml");
    document = new YAMLMapper().readTree(served.body().textValue());
    schemas =
        JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder ->
                builder.schemaLoaders(
                    loaders -> loaders.schemas(Map.of(LOCATION, document.toString()))));
  }

  @AfterAll
  void close() {
    api.close();
  }

  @Test
  void namesEveryPathThatIsServedAndNoOther() {
    var documented = new TreeSet<String>();
    for (var path : document.get("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }

    assertThat(api.server.endpoints()).containsExactlyInAnyOrderElementsOf(documented);
  }

  @Test
  void namesEveryCode() {
    var codes = Arrays.stream(ErrorCode.values()).map(Enum::name).toList();

    assertThat(document.at("/components/schemas/Problem/properties/code/enum"))
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(codes);
    var text = document.get("paths").toString() + document.at("/components/responses");
    assertThat(codes)
        .filteredOn(code -> !List.of("PATH_NOT_FOUND", "METHOD_NOT_ALLOWED").contains(code))
        .allSatisfy(code -> assertThat(text).contains("`" + code + "`"));
  }

  @Test
  void answersHoldTheirSchemas() {
    var request = "{\"image_pk\":\"" + SHOE + "\",\"top_k\":5}";
    assertHolds("SearchRequest", request);
    assertHolds("SearchAnswer", api.search(request));
    assertHolds(
        "SearchAnswer",
        api.search(new Form().file("image", "x".getBytes(StandardCharsets.US_ASCII))));
    assertHolds("SearchAnswer", api.search("{\"explain\":true," + request.substring(1)));
    assertHolds("Product", api.get("/v1/products/7/shoe"));
    assertHolds("Product", api.get("/v1/products/8/torn"));
    assertHolds("Product", api.get("/v1/products/9/gone"));
    assertHolds(
        "Accepted",
        api.post(
            "/v1/availability", "{\"merchant_id\":7,\"product_id\":\"shoe\",\"available\":true}"));
    for (var event :
        List.of(
            new LiveEvents.Event(
                0.5, 3, 0.25, 1, 9L, new EventLatency(3, 1, 2, 2), EventLatency.NONE),
            new LiveEvents.Event(0, 0, null, 0, null, EventLatency.NONE, EventLatency.NONE))) {
      assertHolds("LiveFigures", new String(ApiJson.write(event), StandardCharsets.UTF_8));
    }
    assertHolds("Readiness", api.get("/health/ready"));
    assertHolds("Mirror", api.get("/v1/mirror"));
    var rebuilt = new MirrorReport(2, false, 3, 4, "0123456789abcdef", true, "once");
    assertHolds("Mirror", new String(ApiJson.write(rebuilt), StandardCharsets.UTF_8));
    assertHolds("Problem", api.search("{}"));
    assertHolds("Problem", api.get("/nowhere"));
    assertHolds("Problem", api.get("/v1/products/7/none"));
  }

  @Test
  void examplesHoldTheirSchemas() {
    var search = document.at("/paths/~1v1~1search/post");
    assertHolds(
        "SearchRequest",
        search.at("/requestBody/content/application~1json/examples/known/value").toString());
    assertHolds(
        "SearchAnswer",
        search.at("/responses/200/content/application~1json/examples/one/value").toString());
    assertHolds(
        "Problem",
        search
            .at("/responses/400/content/application~1problem+json/examples/out_of_range/value")
            .toString());
  }

  @Test
  void aSchemaRefusesWhatIsNotInIt() {
    assertThat(errors("SearchRequest", "{\"top_k\":0,\"image_pk\":\"" + SHOE + "\"}")).isNotEmpty();
    assertThat(errors("SearchAnswer", "{}")).isNotEmpty();
  }

  private void assertHolds(String schema, TestServer.Answer answer) {
    assertHolds(schema, answer.body().toString());
  }

  private void assertHolds(String schema, String json) {
    assertThat(errors(schema, json)).as(json).isEmpty();
  }

  private List<String> errors(String schema, String json) {
    return schemas
        .getSchema(SchemaLocation.of(LOCATION + "#/components/schemas/" + schema))
        .validate(json, com.networknt.schema.InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }
}
