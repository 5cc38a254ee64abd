package io.imgsrch.config.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaTest {
  private static final Map<Topic, List<? extends Record>> WRITTEN =
      Map.of(
          Topic.LISTINGS,
          SampleEvents.LISTINGS,
          Topic.OFFERS,
          SampleEvents.OFFERS,
          Topic.IMAGES,
          List.of(SampleEvents.IMAGE),
          Topic.BITMAPS,
          List.of(SampleEvents.BITMAP),
          Topic.REPAIRS,
          SampleEvents.REPAIRS,
          Topic.SERVING,
          List.of(new Serving(false, 10_001, SampleEvents.TRACEPARENT)),
          Topic.PROGRESS,
          SampleEvents.PROGRESS);

  @ParameterizedTest
  @EnumSource
  void isAValidSchemaWithADescriptionAndExamplesThatHold(Topic topic) throws IOException {
    var schema = Schemas.json(topic);
    var metaschema =
        JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    assertThat(metaschema.validate(schema)).isEmpty();
    assertThat(schema.path("title").asText()).isEqualTo(topic.topicName());
    assertThat(schema.path("description").asText()).isNotBlank();
    assertThat(schema.path("examples")).isNotEmpty();
    for (var example : schema.get("examples")) {
      assertThat(Schemas.errors(topic, example)).as("%s", example).isEmpty();
    }
  }

  @Test
  void whatOurJobsWriteHoldsAndNothingRequiredIsMissingFromIt() throws IOException {
    for (var entry : WRITTEN.entrySet()) {
      for (var event : entry.getValue()) {
        var json = (ObjectNode) EventJson.MAPPER.readTree(EventJson.write(event));
        assertThat(Schemas.errors(entry.getKey(), json)).as("%s", json).isEmpty();
        for (var required : Schemas.json(entry.getKey()).get("required")) {
          var without = json.deepCopy();
          without.remove(required.asText());
          assertThat(Schemas.errors(entry.getKey(), without))
              .anyMatch(error -> error.contains(required.asText()));
        }
      }
    }
  }

  @Test
  void everyComponentOfWhatOurJobsWriteIsDescribed() throws IOException {
    for (var entry : WRITTEN.entrySet()) {
      var described = new ArrayList<String>();
      Schemas.json(entry.getKey()).get("properties").fieldNames().forEachRemaining(described::add);
      var components =
          Arrays.stream(entry.getValue().get(0).getClass().getRecordComponents())
              .map(
                  component ->
                      component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
              .toList();
      assertThat(described).containsExactlyElementsOf(components);
    }
  }

  @Test
  void theExamplesAreAccepted() throws Exception {
    for (var example : Schemas.json(Topic.PRODUCTS).get("examples")) {
      var event = InputEvents.product(bytes(example), SampleEvents.ORIGIN);
      assertThat(event.key()).isEqualTo("7/P0001");
    }
    for (var example : Schemas.json(Topic.AVAILABILITY).get("examples")) {
      var event = InputEvents.availability(bytes(example), SampleEvents.ORIGIN);
      assertThat(event.key()).isEqualTo("7/P0001");
    }
    var types =
        Map.of(
            Topic.LISTINGS, Listing.class,
            Topic.OFFERS, Offer.class,
            Topic.IMAGES, ImageVector.class,
            Topic.BITMAPS, MerchantBitmap.class,
            Topic.REPAIRS, Repair.class,
            Topic.SERVING, Serving.class,
            Topic.PROGRESS, Progress.class);
    for (var type : types.entrySet()) {
      for (var example : Schemas.json(type.getKey()).get("examples")) {
        assertThat(EventJson.read(bytes(example), type.getValue())).isNotNull();
      }
    }
  }

  @Test
  void theReasonsAreThoseOfTheCode() throws IOException {
    var reasons = new ArrayList<String>();
    Schemas.json(Topic.LISTINGS)
        .at("/$defs/reason/enum")
        .forEach(reason -> reasons.add(reason.asText()));
    assertThat(reasons)
        .containsExactlyElementsOf(Arrays.stream(Reason.values()).map(Reason::name).toList());
  }

  private static byte[] bytes(JsonNode json) throws IOException {
    return EventJson.MAPPER.writeValueAsBytes(json);
  }
}
