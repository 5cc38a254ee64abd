package io.imgsrch.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A headless Chromium, through chromedriver and the <a href="https://www.w3.org/TR/webdriver2/">W3C
 * WebDriver</a> protocol.
 */
final class Browser implements AutoCloseable {
  /** Keys as the protocol has them. */
  static final String TAB = "\uE004";

  static final String ENTER = "\uE007";

  private static final String DRIVER = "chromedriver";
  private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process driver;
  private final URI session;

  private Browser(Process driver, int port, Path profile) throws Exception {
    this.driver = driver;
    var arguments =
        List.of(
            "--headless=new",
            "--no-sandbox", // root has no other way
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--no-first-run",
            "--lang=en-US",
            "--window-size=1280,900",
            "--user-data-dir=" + profile);
    var capabilities =
        Map.of(
            "goog:chromeOptions", Map.of("args", arguments),
            "goog:loggingPrefs", Map.of("browser", "ALL"));
    var sessions = URI.create("http://127.0.0.1:" + port + "/session");
    var opened =
        send("POST", sessions, Map.of("capabilities", Map.of("alwaysMatch", capabilities)));
    session = URI.create(sessions + "/" + opened.path("sessionId").asText());
  }

  static boolean isInstalled() {
    for (var directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(directory, DRIVER))) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param profile an empty directory, which the caller deletes
   */
  static Browser open(Path profile) throws Exception {
    var driver = new ProcessBuilder(DRIVER, "--port=0").redirectErrorStream(true).start();
    try {
      for (var line = driver.inputReader().readLine();
          line != null;
          line = driver.inputReader().readLine()) {
        var started = STARTED.matcher(line);
        if (started.find()) {
          return new Browser(driver, Integer.parseInt(started.group(1)), profile);
        }
      }
      throw new IOException(DRIVER + " ended without a port");
    } catch (Exception e) {
      driver.destroy();
      throw e;
    }
  }

  void go(String url) throws Exception {
    command("POST", "/url", Map.of("url", url));
  }

  /** The value of a JavaScript expression; that of a promise when it is fulfilled. */
  JsonNode value(String expression) throws Exception {
    return command(
        "POST",
        "/execute/sync",
        Map.of("script", "return (" + expression + ");", "args", List.of()));
  }

  /** Clicks an element as a person does: it must be visible and on top. */
  void click(String selector) throws Exception {
    command("POST", "/element/" + element(selector) + "/click", Map.of());
  }

  /** Types into an element; into a file input, the path of a file. */
  void type(String selector, String text) throws Exception {
    command("POST", "/element/" + element(selector) + "/value", Map.of("text", text));
  }

  /** Presses a key, wherever the focus is. */
  void press(String key) throws Exception {
    var presses =
        List.of(Map.of("type", "keyDown", "value", key), Map.of("type", "keyUp", "value", key));
    var keyboard = Map.of("type", "key", "id", "keyboard", "actions", presses);
    command("POST", "/actions", Map.of("actions", List.of(keyboard)));
  }

  /** Sets the size of the page, as a phone has it or a desk. */
  void size(int width, int height) throws Exception {
    boolean phone = width < 600;
    developer(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
    developer("Emulation.setTouchEmulationEnabled", Map.of("enabled", phone));
  }

  /** Prefers a colour scheme: light or dark. */
  void prefer(String scheme) throws Exception {
    var feature = Map.of("name", "prefers-color-scheme", "value", scheme);
    developer("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  void screenshot(Path file) throws Exception {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, Base64.getDecoder().decode(command("GET", "/screenshot", Map.of()).asText()));
  }

  /** What the console showed as a warning or an error since it was last asked. */
  List<String> complaints() throws Exception {
    var complaints = new ArrayList<String>();
    for (var entry : command("POST", "/se/log", Map.of("type", "browser"))) {
      if (List.of("WARNING", "SEVERE").contains(entry.path("level").asText())) {
        complaints.add(entry.path("message").asText());
      }
    }
    return complaints;
  }

  private String element(String selector) throws Exception {
    var found = command("POST", "/element", Map.of("using", "css selector", "value", selector));
    return found.elements().next().asText();
  }

  private void developer(String method, Map<String, ?> parameters) throws Exception {
    command("POST", "/goog/cdp/execute", Map.of("cmd", method, "params", parameters));
  }

  private JsonNode command(String method, String path, Map<String, ?> body) throws Exception {
    return send(method, URI.create(session + path), body);
  }

  private JsonNode send(String method, URI to, Map<String, ?> body) throws Exception {
    var content =
        method.equals("POST")
            ? BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))
            : BodyPublishers.noBody();
    var request = HttpRequest.newBuilder(to).timeout(DEADLINE).method(method, content).build();
    var answer = http.send(request, BodyHandlers.ofString());
    var value = JSON.readTree(answer.body()).path("value");
    if (answer.statusCode() != 200) {
      throw new IOException(method + " " + to + ": " + value.path("message").asText());
    }
    return value;
  }

  @Override
  public void close() throws Exception {
    try {
      send("DELETE", session, Map.of());
    } finally {
      driver.destroy();
      driver.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }
  }
}
