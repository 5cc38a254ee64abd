package io.imgsrch.local;

import static io.imgsrch.local.Shop.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.FetchOptions;
import io.imgsrch.config.ReliabilityOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.ProductKey;
import io.imgsrch.config.event.Topic;
import io.imgsrch.local.catalogue.CatalogueProduct;
import io.imgsrch.local.catalogue.EventPicture;
import io.imgsrch.local.cli.FailureLog;
import io.imgsrch.local.cli.Imgsrch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What failed in passing is found again when its host is back: by itself, or by a replay. */
class DeadLettersIT {
  private static final Path SOON = Shop.picture(11);
  private static final Path LATE = Shop.picture(12);

  @TempDir private static Path directory;
  private static ReturningHost soon;
  private static ReturningHost late;
  private static Shop shop;
  private static DeadLetterBox deadLetters;

  @BeforeAll
  static void open() throws Exception {
    soon = new ReturningHost(SOON);
    late = new ReturningHost(LATE);
    shop =
        Shop.open(
            directory,
            Settings.of(List.of())
                .with(FetchOptions.ALLOWED_HOSTS, soon.hostAndPort() + "," + late.hostAndPort(), "")
                .with(FetchOptions.RETRY_DELAY, "50", "test")
                .with(ReliabilityOptions.REPLAY_BASE_DELAY, "1", "test")
                .with(ReliabilityOptions.REPLAY_MAX_RETRIES, "4", "test"));
    deadLetters = new DeadLetterBox(shop.ports.kafka());
  }

  @AfterAll
  static void close() throws Exception {
    deadLetters.close();
    shop.close();
    late.close();
    soon.close();
  }

  @Test
  void aHostThatComesBackSoonNeedsNobody() throws Exception {
    list(1, "soon", soon);
    eventually(() -> deadLetters.reasonsOf("1/soon").contains("PICTURE_UNREACHABLE"));

    soon.comeBack();

    eventually(() -> shop.score(SOON, 1, "soon").orElse(0.0) > 0.99);
    assertThat(deadLetters.reasonsOf("1/soon")).hasSize(1);
    eventually(() -> counter("pictures_healed") == 1);
  }

  @Test
  void aHostThatComesBackLateNeedsAReplay() throws Exception {
    list(2, "late", late);
    eventually(() -> counter("pictures_given_up") == 1);
    assertThat(deadLetters.reasonsOf("2/late")).containsExactly("PICTURE_UNREACHABLE");
    assertThat(run("list", "--reason", "PICTURE_UNREACHABLE")).contains("2/late");
    assertThat(shop.get(shop.ports.metrics(), "/metrics"))
        .containsPattern("reason_dead_letters\\{[^\n]*reason=\"PICTURE_UNREACHABLE\"[^\n]*} [1-9]");

    late.comeBack();
    assertThat(run("replay")).contains("Replayed ");

    eventually(() -> shop.score(LATE, 2, "late").orElse(0.0) > 0.99);
    assertThat(deadLetters.reasonsOf("2/late")).hasSize(1);
    assertThat(run("replay")).contains("Replayed 0 of ");
  }

  @Test
  void aBrokenPictureFailsAgainAndTakesNothingAway() throws Exception {
    var whole = Files.readAllBytes(Shop.picture(13));
    var broken =
        Files.write(directory.resolve("broken.jpg"), Arrays.copyOf(whole, whole.length / 2));
    shop.list(3, "broken", 1, broken, Shop.picture(13));
    eventually(() -> deadLetters.reasonsOf("3/broken").contains("BROKEN_PICTURE"));
    eventually(() -> shop.search(Shop.picture(13), 3).size() == 1);

    assertThat(run("replay")).contains("Left alone", "BROKEN_PICTURE 1");
    assertThat(deadLetters.reasonsOf("3/broken")).hasSize(1);
    assertThat(run("replay", "--reason", "BROKEN_PICTURE"))
        .contains("Replayed 1 of 1 events", "it will fail again");

    eventually(() -> deadLetters.reasonsOf("3/broken").size() == 2);
    assertThat(shop.search(Shop.picture(13), 3)).hasSize(1);
  }

  /** A product whose only picture is on a host. */
  private static void list(long merchant, String product, ReturningHost host) throws Exception {
    var event =
        new CatalogueProduct(merchant, product, 1, "A thing", "Things", 100, "EUR", true, List.of())
            .event(List.of(EventPicture.at(host.url())));
    shop.send(Topic.PRODUCTS, ProductKey.of(merchant, product), event);
  }

  private static String run(String... arguments) {
    var line = new ArrayList<>(List.of("dead-letters"));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--kafka", "127.0.0.1:" + shop.ports.kafka()));
    var out = new StringWriter();
    var exit =
        Imgsrch.commandLine(new FailureLog(directory.resolve("commands.log")))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .execute(line.toArray(String[]::new));
    assertThat(exit).as("%s", out).isZero();
    return out.toString();
  }

  /** Summed over the subtasks. */
  private static long counter(String name) throws Exception {
    var sample =
        Pattern.compile("(?m)^flink_taskmanager_job_task_operator_" + name + "\\{.*} (.+)$");
    return sample
        .matcher(shop.get(shop.ports.metrics(), "/metrics"))
        .results()
        .mapToLong(found -> Math.round(Double.parseDouble(found.group(1))))
        .sum();
  }
}
