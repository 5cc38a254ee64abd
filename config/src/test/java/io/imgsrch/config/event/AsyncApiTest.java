package io.imgsrch.config.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AsyncApiTest {

  @ParameterizedTest
  @EnumSource
  void namesEveryTopicWithItsSettingsKeyHeadersAndSchema(Topic topic) throws IOException {
    var api = read();
    var channel = channel(api, topic);
    assertThat(channel.path("description").asText()).isNotBlank();

    var settings = channel.at("/bindings/kafka/topicConfiguration");
    for (var setting : topic.settings().entrySet()) {
      if (settings.has(setting.getKey())) {
        var value = settings.get(setting.getKey());
        var text = value.isArray() ? value.get(0).asText() : value.asText();
        assertThat(text).as(setting.getKey()).isEqualTo(setting.getValue());
      }
    }
    assertThat(settings.has("cleanup.policy")).isTrue();

    assertThat(channel.get("messages")).hasSize(1);
    var message = resolve(api, channel.get("messages").iterator().next());
    assertThat(message.at("/bindings/kafka/key/description").asText()).isNotBlank();
    if (topic == Topic.DEAD_LETTERS) {
      assertThat(message.at("/headers/$ref").asText())
          .isEqualTo("./" + Schemas.file(topic) + "#/properties/headers");
    } else {
      assertThat(message.at("/payload/schema/$ref").asText()).isEqualTo("./" + Schemas.file(topic));
      if (topic == Topic.PROGRESS) {
        assertThat(message.has("headers")).as("a report belongs to no trace").isFalse();
      } else {
        var headers = resolve(api, message.get("headers"));
        assertThat(headers.at("/properties/traceparent/$ref").asText()).endsWith("/traceparent");
      }
    }
  }

  @Test
  void namesNoTopicThatIsNotThere() throws IOException {
    var api = read();
    assertThat(api.path("asyncapi").asText()).isEqualTo("3.0.0");
    assertThat(api.path("channels")).hasSize(Topic.values().length);
    for (var operation : api.path("operations")) {
      assertThat(resolve(api, operation.path("channel")).isMissingNode()).isFalse();
    }
  }

  private static JsonNode channel(JsonNode api, Topic topic) {
    for (var channel : api.path("channels")) {
      if (channel.path("address").asText().equals(topic.topicName())) {
        return channel;
      }
    }
    throw new AssertionError("no channel of " + topic.topicName());
  }

  private static JsonNode resolve(JsonNode api, JsonNode node) {
    return node.has("$ref") ? api.at(node.get("$ref").asText().substring(1)) : node;
  }

  private static JsonNode read() throws IOException {
    try (var stream = AsyncApiTest.class.getResourceAsStream(Schemas.FOLDER + "asyncapi.yaml")) {
      return new YAMLMapper().readTree(stream);
    }
  }
}
