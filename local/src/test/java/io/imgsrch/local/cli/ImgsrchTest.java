package io.imgsrch.local.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.local.client.FakeServer;
import io.imgsrch.local.client.FakeServer.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImgsrchTest {
  private static final String ANSWER =
      """
      {"trace_id":"4bf92f","degrade_level":%d,"verified":%s,"took_ms":{"embed":9.5,"total":14.25},
       "hits":[{"merchant_id":7,"product_id":"P1","title":"Hat\\nof felt","category":"Clothing",
       "price_minor":2999,"currency":"EUR","score":0.98765,"image_pk":"ab","content_version":5,
       "trace_id":"cd"}]}
      """;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private String photo = "";

  @BeforeEach
  void photo() throws IOException {
    photo = Files.write(folder.resolve("photo.jpg"), new byte[] {1}).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"load", "search", "dead-letters", "rebuild", "prove"})
  void everyCommandHasHelpWithExamplesAndExitCodes(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString())
        .contains("Usage: imgsrch " + command, "Examples:", "  imgsrch " + command + " ")
        .contains("Exit codes:", "it could not");
  }

  @Test
  void theMainCommandListsTheOthers() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("load", "search", "dead-letters", "Exit codes:");
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: imgsrch");
  }

  @Test
  void theDefaultsAreInTheHelp() {
    run("load", "--help");
    assertThat(out.toString())
        .contains("127.0.0.1:19092", "http://127.0.0.1:18082", "http://127.0.0.1:18080");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "search",
        "load",
        "serach x",
        "search photo --top many",
        "load x --nope",
        "dead-letters",
        "dead-letters lst",
        "dead-letters list --reason NOT_JSO",
        "dead-letters list --since yesterday",
        "dead-letters list --limit 0",
        "dead-letters show",
        "dead-letters show 17",
        "rebuild",
        "rebuild kafka",
        "rebuild mirror --keep-old"
      })
  void aWrongCommandLineIsExitCodeTwo(String line) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).isNotBlank().doesNotContain("\tat ");
  }

  @Test
  void aSearchPrintsATable() throws Exception {
    try (var api = new FakeServer(request -> new Answer(200, ANSWER.formatted(0, true)))) {
      assertThat(run("search", photo, "--api", api.address().toString())).isZero();
    }
    var lines = out.toString().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0).strip().split("\\s+"))
        .containsExactly("rank", "score", "merchant", "product", "title", "price", "category");
    assertThat(lines.get(1)).matches(" +1 +0\\.988 +7 +P1 +Hat of felt +29\\.99 EUR +Clothing");
    assertThat(lines.get(2)).isEqualTo("verified; embed 9.5 ms, total 14.3 ms; trace id 4bf92f");
  }

  @Test
  void aPageThatWasNotCheckedSaysSo() throws Exception {
    try (var api = new FakeServer(request -> new Answer(200, ANSWER.formatted(1, false)))) {
      assertThat(run("search", photo, "--api", api.address().toString())).isZero();
    }
    assertThat(out.toString()).contains("NOT verified, degrade level 1;");
  }

  @Test
  void noHitIsNoError() throws Exception {
    var nothing =
        "{\"trace_id\":\"a\",\"degrade_level\":0,\"verified\":true,\"took_ms\":{},\"hits\":[]}";
    try (var api = new FakeServer(request -> new Answer(200, nothing))) {
      assertThat(run("search", photo, "--api", api.address().toString())).isZero();
    }
    assertThat(out.toString()).contains("Nothing was found.");
  }

  @Test
  void jsonIsPrintedAsItCame() throws Exception {
    var answer = ANSWER.formatted(0, true);
    try (var api = new FakeServer(request -> new Answer(200, answer))) {
      run("search", photo, "--json", "--api", api.address().toString());
    }
    assertThat(out.toString().strip()).isEqualTo(answer.strip());
  }

  @Test
  void merchantsAreGivenInEveryUsualWay() throws Exception {
    try (var api = new FakeServer(request -> new Answer(200, ANSWER.formatted(0, true)))) {
      var address = api.address().toString();
      for (var arguments :
          List.of(
              List.of("--merchant", "3", "--merchant", "7", photo),
              List.of("--merchant", "3", "7", photo),
              List.of("--merchant=3,7", photo),
              List.of(photo, "--merchant", "3", "7"))) {
        var line = new ArrayList<>(List.of("search", "--api", address));
        line.addAll(arguments);
        assertThat(run(line.toArray(String[]::new))).as("%s: %s", line, err).isZero();
        var body = new String(api.requests().get(api.requests().size() - 1).body(), ISO_8859_1);
        assertThat(body).contains("\r\n\r\n3\r\n", "\r\n\r\n7\r\n");
      }
    }
  }

  @Test
  void aRefusedSearchIsOneSentence() throws Exception {
    var problem = "{\"code\":\"NOT_AN_IMAGE\",\"detail\":\"no picture\",\"trace_id\":\"ab\"}";
    try (var api = new FakeServer(request -> new Answer(415, problem))) {
      assertThat(run("search", photo, "--api", api.address().toString())).isEqualTo(1);
    }
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "imgsrch: the platform answered 415 NOT_AN_IMAGE: no picture (trace id ab)");
  }

  @Test
  void aPlatformThatDoesNotRunIsOneSentenceThatSaysHowToStartIt() throws Exception {
    var gone = new FakeServer(request -> new Answer(200, ""));
    gone.close();
    assertThat(run("search", photo, "--api", gone.address().toString())).isEqualTo(1);
    assertThat(err.toString())
        .hasLineCount(1)
        .contains("cannot reach the query API", "./imgsrch up");
  }

  @Test
  void aMissingPhotoOrCatalogueIsOneSentence() {
    assertThat(run("search", "none.jpg")).isEqualTo(1);
    assertThat(run("load", "none.csv")).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "imgsrch: there is no file none.jpg", "imgsrch: there is no file none.csv");
  }

  @Test
  void anUnexpectedErrorIsOneSentenceAndTheRestIsInTheLog() throws IOException {
    var log = new FailureLog(folder.resolve("logs/commands.log"));
    var failure = new IllegalStateException("the impossible");
    assertThat(new FailureReport(log, false).report(failure, new PrintWriter(err))).isEqualTo(1);
    assertThat(err.toString())
        .hasLineCount(1)
        .contains("IllegalStateException: the impossible", log.file().toString());
    assertThat(log.file()).content().contains("IllegalStateException", "\tat ");
    new FailureReport(log, true).report(failure, new PrintWriter(err));
    assertThat(err.toString()).contains("\tat ");
  }

  private int run(String... arguments) {
    return Imgsrch.commandLine(new FailureLog(folder.resolve("commands.log")))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
