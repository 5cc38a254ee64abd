package io.imgsrch.local.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.local.cli.FailureLog;
import io.imgsrch.local.cli.Imgsrch;
import io.imgsrch.local.server.TestBroker;
import io.imgsrch.sinks.kafka.DeadLetterHeaders;
import io.imgsrch.sinks.kafka.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a broker, without any job. */
@Tag("paired")
class LettersIT {
  private static final String PRODUCTS = Topic.PRODUCTS.topicName();
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @TempDir private Path directory;
  private TestBroker broker;
  private KafkaProducer<byte[], byte[]> producer;
  private Settings settings;

  @BeforeEach
  void start() throws Exception {
    broker = TestBroker.start(directory.resolve("kafka"));
    settings =
        Settings.of(List.of()).with(KafkaOptions.BOOTSTRAP_SERVERS, broker.address(), "test");
    Topics.createMissing(settings, 2, (short) 1, Duration.ofSeconds(30));
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.address()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterEach
  void stop() {
    producer.close();
    broker.close();
  }

  @Test
  void anEmptyTopicIsNoError() {
    assertThat(run(0, "list")).isEqualTo("There are no dead letters.\n");
    assertThat(run(0, "list", "--json")).isEmpty();
    assertThat(run(0, "replay")).isEqualTo("There is no dead letter to replay.\n");
    assertThat(run(1, "show", "0@0")).isEqualTo("imgsrch: there is no dead letter at 0@0\n");
    assertThat(run(1, "show", "catalog.products/0@0"))
        .isEqualTo("imgsrch: there is no dead letter of the event at catalog.products/0@0\n");
    assertThat(run(1, "show", "9@0")).contains("there is no dead letter at 9@0");
  }

  @Test
  void lettersAreListedByReasonTimeAndNumber() throws Exception {
    for (int i = 0; i < 4; i++) {
      letter("NOT_JSON", event(0, "7/P" + i, "x"), "7/P" + i, "x", "no\u001b JSON");
    }
    letter("PICTURE_UNREACHABLE", event(1, "8/Q", "y"), "8/Q", "y", "gone");

    assertThat(run(0, "list").lines()).hasSize(6);
    assertThat(run(0, "list", "--reason", "picture_unreachable").lines())
        .hasSize(2)
        .last()
        .asString()
        .matches("\\S+Z +\\d@\\d +PICTURE_UNREACHABLE +catalog.products/1@0 +8/Q +3 +gone");
    assertThat(run(0, "list", "--since", "1h", "--reason", "NOT_JSON,WRONG_TYPE").lines())
        .hasSize(5);
    assertThat(run(0, "list", "--reason", "BAD_TEXT"))
        .isEqualTo("None of 5 dead letters is of these reasons.\n");
    assertThat(run(0, "list", "--since", "2999-01-01T00:00:00Z"))
        .isEqualTo("There are no dead letters.\n");
    assertThat(run(0, "list", "--limit", "2"))
        .contains("8/Q", "The newest 2 of 5")
        .doesNotContain("7/P0", "\u001b");
    assertThat(run(0, "list", "--json", "--reason", "PICTURE_UNREACHABLE"))
        .contains(
            "\"reason\":\"PICTURE_UNREACHABLE\"",
            "\"kind\":\"transient\"",
            "\"source_topic\":\"catalog.products\"",
            "\"source_partition\":1",
            "\"key\":\"8/Q\"",
            "\"attempts\":3")
        .hasLineCount(1);
  }

  @Test
  void oneIsShownWhole() throws Exception {
    var event = event(1, "7/P", "{\"op\":\"UPSERT\"}");
    var text = letter("MISSING_FIELD", event, "7/P", "{\"op\":\"UPSERT\"}", "title is missing");
    var bytes = letter("NOT_JSON", event(0, "8/Q", "x"), "8/Q", "\u0000\u0001ab", "no JSON");

    for (var place : List.of(text, "catalog.products/" + event)) {
      assertThat(run(0, "show", place))
          .contains("title is missing", TRACE, "a required field is missing")
          .containsPattern("position +" + text)
          .endsWith("{\"op\":\"UPSERT\"}\n");
    }
    assertThat(run(0, "show", bytes))
        .endsWith("00000000  00 01 61 62 %s ..ab\n".formatted("   ".repeat(12)));
  }

  @Test
  void anEventIsReplayedOnceHoweverManyLettersItHas() throws Exception {
    var event = event(1, "7/P", "original");
    letter("PICTURE_UNREACHABLE", event, "7/P", "original", "images[0]");
    letter("PICTURE_UNREACHABLE", event, "7/P", "original", "images[1]");
    letter("BROKEN_PICTURE", event(0, "8/Q", "broken"), "8/Q", "broken", "cut");

    assertThat(run(0, "replay").lines())
        .containsExactly(
            "Replayed 1 of 1 events, which have 2 dead letters; 0 were replayed before",
            "Left alone, for they will fail again: BROKEN_PICTURE 1; once the cause is gone, name it"
                + " with --reason");
    assertThat(run(0, "replay")).startsWith("Replayed 0 of 1 events").contains("1 were replayed");

    assertThat(products()).hasSize(3);
    var replay = products().get(2);
    assertThat(replay.partition()).isEqualTo(1);
    assertThat(replay.key()).isEqualTo("7/P".getBytes(UTF_8));
    assertThat(replay.value()).isEqualTo("original".getBytes(UTF_8));
    assertThat(header(replay, "replay_of")).isEqualTo(event);
    assertThat(header(replay, "attempts")).isEqualTo("3");
    assertThat(header(replay, "traceparent")).isEqualTo(TRACE);

    assertThat(run(0, "replay", "--again")).startsWith("Replayed 1 of 1 events");
    assertThat(run(0, "replay", "--reason", "BROKEN_PICTURE"))
        .startsWith("Replayed 1 of 1 events")
        .contains("BROKEN_PICTURE is permanent: unless its cause is gone, it will fail again");
  }

  @Test
  void aReplayThatFailsIsReplayedInItsTurnAndItsAttemptsAddUp() throws Exception {
    letter("PICTURE_UNREACHABLE", event(0, "7/P", "v"), "7/P", "v", "gone");
    run(0, "replay");
    letter("PICTURE_UNREACHABLE", "0@1", "7/P", "v", "still gone");

    assertThat(run(0, "replay"))
        .startsWith("Replayed 1 of 2 events, which have 2 dead letters; 1 were replayed before");

    assertThat(header(products().get(2), "replay_of")).isEqualTo("0@1");
    assertThat(header(products().get(2), "attempts")).isEqualTo("6");
  }

  @Test
  void whatWasCutIsReplayedFromItsSource() throws Exception {
    var event = event(0, "7/P", "the whole of it");
    var letter = record("PICTURE_UNREACHABLE", event, "7/P", "the wh", "gone");
    letter.headers().add(DeadLetterHeaders.ORIGINAL_LENGTH, "15".getBytes(UTF_8));
    send(letter);

    assertThat(run(0, "replay")).startsWith("Replayed 1 of 1 events");
    assertThat(products().get(1).value()).isEqualTo("the whole of it".getBytes(UTF_8));
  }

  @Test
  void whatIsNoDeadLetterIsPassedOverAndSaid() throws Exception {
    send(new ProducerRecord<>(Topic.DEAD_LETTERS.topicName(), "strange".getBytes(UTF_8)));
    letter("NOT_JSON", event(0, "7/P", "x"), "7/P", "x", "no JSON");
    assertThat(run(0, "list")).contains("7/P", "passed over 1 records");
  }

  @Test
  void withoutTopicsOrWithoutKafkaItIsOneSentence() throws Exception {
    String gone;
    try (var bare = TestBroker.start(directory.resolve("bare"))) {
      gone = bare.address();
      for (var command : List.of("list", "replay")) {
        assertThat(run(bare.address(), 1, command))
            .isEqualTo(
                "imgsrch: Kafka at %s has no topic catalog.dead-letters\n"
                    .formatted(bare.address()));
      }
    }
    assertThat(run(gone, 1, "list"))
        .startsWith("imgsrch: cannot reach Kafka at " + gone)
        .hasLineCount(1);
    assertThat(run("no address", 1, "replay"))
        .startsWith("imgsrch: cannot reach Kafka at no address")
        .hasLineCount(1);
  }

  /** Sends a product event; returns its position. */
  private String event(int partition, String key, String value) throws Exception {
    var record =
        new ProducerRecord<>(PRODUCTS, partition, key.getBytes(UTF_8), value.getBytes(UTF_8));
    return position(send(record));
  }

  /** Writes the letter of a product event as the jobs do; returns its position. */
  private String letter(String reason, String event, String key, String value, String message)
      throws Exception {
    return position(send(record(reason, event, key, value, message)));
  }

  private static ProducerRecord<byte[], byte[]> record(
      String reason, String event, String key, String value, String message) {
    var source = Place.parse(PRODUCTS + "/" + event);
    var record =
        new ProducerRecord<>(
            Topic.DEAD_LETTERS.topicName(), key.getBytes(UTF_8), value.getBytes(UTF_8));
    Map.of(
            DeadLetterHeaders.REASON,
            reason,
            DeadLetterHeaders.MESSAGE,
            message,
            DeadLetterHeaders.SOURCE_TOPIC,
            source.topic(),
            DeadLetterHeaders.SOURCE_PARTITION,
            Integer.toString(source.partition()),
            DeadLetterHeaders.SOURCE_OFFSET,
            Long.toString(source.offset()),
            DeadLetterHeaders.TIME,
            "1772366400123",
            DeadLetterHeaders.ATTEMPTS,
            "3",
            Traceparent.HEADER,
            TRACE)
        .forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
    return record;
  }

  private RecordMetadata send(ProducerRecord<byte[], byte[]> record) throws Exception {
    return producer.send(record).get(30, TimeUnit.SECONDS);
  }

  private static String position(RecordMetadata written) {
    return written.partition() + "@" + written.offset();
  }

  /** All records of the products, in the order of their times. */
  private List<ConsumerRecord<byte[], byte[]>> products() throws Exception {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var log = new TopicLog(broker.address(), settings)) {
      log.read(log.beginnings(log.partitions(PRODUCTS)), records::add);
    }
    records.sort(java.util.Comparator.comparingLong(ConsumerRecord::timestamp));
    return records;
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return String.valueOf(Letter.header(record, name));
  }

  private String run(int exit, String... arguments) {
    return run(broker.address(), exit, arguments);
  }

  private String run(String address, int exit, String... arguments) {
    var line = new ArrayList<>(List.of("dead-letters"));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--kafka", address));
    var out = new StringWriter();
    var code =
        Imgsrch.commandLine(new FailureLog(directory.resolve("commands.log")))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .execute(line.toArray(String[]::new));
    assertThat(code).as("%s", out).isEqualTo(exit);
    return out.toString();
  }
}
