package io.imgsrch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser, over a running platform. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageIT {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final int HAT = 1; // also on the page's first sample
  private static final int GUITAR = 264;
  private static final int OTHERS = 12;
  private static final int ROUNDS = 5;
  private static final long GONE_MILLIS = 1_000;
  private static final int MOST_TABS = 60;
  private static final String HITS = "[...document.querySelectorAll('#hits > li')]";
  private static final String SAMPLE = ".samples button:first-of-type";

  private Shop shop;
  private Browser browser;

  @BeforeAll
  void open(@TempDir Path directory) throws Exception {
    assumeTrue(
        Browser.isInstalled(),
        "SKIPPED: the page is not tested without chromedriver (Debian: chromium-driver)");
    shop = Shop.open(directory.resolve("data"));
    browser = Browser.open(Files.createDirectory(directory.resolve("profile")));
    shop.list(101, "hat", 1, "Clothing", Shop.picture(HAT));
    shop.list(102, "hat", 1, "Clothing", Shop.picture(HAT));
    shop.list(101, "guitar", 1, "Music", Shop.picture(GUITAR));
    for (int other = 0; other < OTHERS; other++) {
      shop.list(103, "other-" + other, 1, "Others", Shop.picture(20 + 20 * other));
      awaitSearchable(103, 20 + 20 * other);
    }
    awaitSearchable(101, HAT);
    awaitSearchable(102, HAT);
    awaitSearchable(101, GUITAR);
  }

  private void awaitSearchable(long merchant, int picture) throws Exception {
    var imagePk = Digest.sha256(Files.readAllBytes(Shop.picture(picture)));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> shop.hitsOf(imagePk, merchant) == 1);
  }

  @AfterAll
  void close() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (shop != null) {
      shop.close();
    }
  }

  @BeforeEach
  void load() throws Exception {
    browser.size(1280, 900);
    browser.prefer("light");
    browser.go(Shop.local(shop.ports.api()) + "/");
  }

  @AfterEach
  void theConsoleIsQuiet() throws Exception {
    if (browser != null) {
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void aPhotoThatIsChosenFindsItsProducts() throws Exception {
    browser.type("#file", Shop.picture(HAT).toAbsolutePath().toString());
    await(hit("101/hat") + " && " + hit("102/hat"));

    await(hit("101/hat") + ".querySelector('img').naturalWidth > 0");
    assertThat(text("[data-product='101/hat']"))
        .contains("A thing", "€1.00", "Merchant 101", "Clothing", "1.00");
    assertThat(text("#status")).containsPattern("[0-9]+ products in [0-9]+");
    assertThat(text("#facts")).contains("embed", "vectors", "filter", "check", "verified");
    assertThat(browser.value(HITS + "[0].dataset.product").asText()).endsWith("/hat");
  }

  @Test
  void filtersNarrowTheResultsAndBadOnesAreExplained() throws Exception {
    browser.click(SAMPLE);
    await(hit("102/hat"));

    browser.type("#merchants", "101" + Browser.ENTER);
    await("!(" + hit("102/hat") + ") && " + hit("101/guitar"));
    browser.type("#category", "Music" + Browser.ENTER);
    await(HITS + ".length === 1 && " + hit("101/guitar"));
    browser.type("#merchants", ", x" + Browser.ENTER);
    await("!document.querySelector('#problem').hidden");

    assertThat(text("#problem")).contains("merchant_ids must be made of integers", "WRONG_TYPE");
    assertThat(browser.complaints()).singleElement().asString().contains("400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new DragEvent('drop', {dataTransfer: files, cancelable: true})",
        "new ClipboardEvent('paste', {clipboardData: files})"
      })
  void photosMayBeDroppedAndPasted(String event) throws Exception {
    browser.value(
        """
        fetch('/page/sample-2.jpg').then((answer) => answer.blob()).then((blob) => {
          const files = new DataTransfer();
          files.items.add(new File([blob], 'photo.jpg', {type: 'image/jpeg'}));
          document.dispatchEvent(%s);
        })
        """
            .formatted(event));
    await(HITS + "[0]?.dataset.product === '101/guitar'");
  }

  @Test
  void anOfferThatIsSwitchedOffVanishesWhileOneWatches() throws Exception {
    browser.click(SAMPLE);
    await(hit("102/hat"));
    var times = new ArrayList<Long>();
    for (int round = 0; round < ROUNDS; round++) {
      browser.click("[data-product='102/hat'] button");
      await("!document.querySelector('#switched').hidden && !(" + hit("102/hat") + ")");

      long gone =
          browser.value("Number(document.querySelector('#switched').dataset.millis)").asLong();
      times.add(gone);
      assertThat(text("#switched")).contains("A thing of merchant 102 was gone " + gone + " ms");
      assertThat(shop.product(102, "hat").path("available").asBoolean()).isFalse();
      browser.click("#switched button");
      await(hit("102/hat"));
    }
    assertThat(text("#switched")).contains("was back");

    System.out.printf("switched off and gone from the page after, in ms: %s%n", times);
    assertThat(Collections.max(times)).isLessThan(GONE_MILLIS);
  }

  @Test
  void theLiveStripMoves() throws Exception {
    var changes = "Number(document.querySelector('[data-figure=changes]').textContent)";
    await(changes + " > 0");
    long before = browser.value(changes).asLong();
    shop.list(104, "new", 1, Shop.picture(HAT));
    await(changes + " > " + before);

    await("document.querySelector('[data-figure=dedup]').textContent.endsWith(' %')");
    assertThat(text("[data-figure=dead]")).isEqualTo("0");
    assertThat(browser.value("document.querySelectorAll('.live.lost').length").asInt()).isZero();
    shop.delete(104, "new", 2);
    shop.send(Topic.PRODUCTS, "x", new byte[] {'x'});
    await("document.querySelector('[data-figure=dead]').textContent === '1'");
  }

  @Test
  void aKeyboardIsEnough() throws Exception {
    tabTo("document.activeElement.id === 'file'");
    tabTo("document.activeElement.matches('" + SAMPLE + "')");
    browser.press(Browser.ENTER);
    await(hit("101/hat"));
    tabTo("document.activeElement.closest('[data-product]')?.dataset.product === '101/hat'");
    assertThat(browser.value("document.activeElement.ariaLabel").asText())
        .isEqualTo("Switch off A thing of merchant 101");
    browser.press(Browser.ENTER);
    await("!(" + hit("101/hat") + ") && document.activeElement.textContent === 'Undo'");
    browser.press(Browser.ENTER);
    await(hit("101/hat"));
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 360, 768, 1280})
  void everyWidthHoldsAllOfIt(int width) throws Exception {
    browser.size(width, 800);
    browser.click(SAMPLE);
    await(HITS + ".length > 10");
    browser.click(".hit button");
    await("!document.querySelector('#switched').hidden");

    for (var scheme : new String[] {"light", "dark"}) {
      browser.prefer(scheme);
      browser.screenshot(SCREENSHOTS.resolve("%d-%s.png".formatted(width, scheme)));
    }
    browser.click("#switched button");
    await("document.querySelector('#switched').textContent.includes('was back')");
    int room = browser.value("document.documentElement.clientWidth").asInt();
    assertThat(room).isBetween(1, width);
    assertThat(browser.value("document.documentElement.scrollWidth").asInt()).isEqualTo(room);
  }

  private void tabTo(String condition) throws Exception {
    for (int tabs = 0; tabs < MOST_TABS; tabs++) {
      browser.press(Browser.TAB);
      if (browser.value(condition).asBoolean()) {
        assertThat(browser.value("document.activeElement.matches(':focus-visible')").asBoolean())
            .as("the focus is seen")
            .isTrue();
        return;
      }
    }
    throw new AssertionError("not reached in " + MOST_TABS + " tabs: " + condition);
  }

  private static String hit(String product) {
    return "document.querySelector(\"[data-product='" + product + "']\")";
  }

  private String text(String selector) throws Exception {
    return browser.value("document.querySelector(\"" + selector + "\").innerText").asText();
  }

  private void await(String condition) {
    Awaitility.await(condition)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> browser.value("Boolean(" + condition + ")").asBoolean());
  }
}
