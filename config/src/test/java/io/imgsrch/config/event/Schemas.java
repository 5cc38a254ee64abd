package io.imgsrch.config.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.List;

/** The topics' schemas, as a producer's validator reads them. */
final class Schemas {
  static final String FOLDER = "/io/imgsrch/config/schema/";
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);

  private Schemas() {}

  static String file(Topic topic) {
    return topic.topicName() + ".schema.json";
  }

  static JsonSchema of(Topic topic) {
    return FACTORY.getSchema(SchemaLocation.of("classpath:" + FOLDER + file(topic)));
  }

  static List<String> errors(Topic topic, JsonNode value) {
    return of(topic).validate(value).stream().map(ValidationMessage::toString).toList();
  }

  static JsonNode json(Topic topic) throws IOException {
    try (var stream = Schemas.class.getResourceAsStream(FOLDER + file(topic))) {
      if (stream == null) {
        throw new AssertionError("no schema of " + topic.topicName());
      }
      return EventJson.MAPPER.readTree(stream);
    }
  }
}
