package io.imgsrch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.local.client.SearchAnswer.Hit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A shop's engineer follows the README from top to bottom, and then {@code docs/http.md}. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExamplesIT {
  private static final Path README = Path.of("..", "README.md");
  private static final Path HTTP = Path.of("..", "docs", "http.md");
  private static final Path PICTURES = Path.of("sample", "images");
  private static final String PYTHON_CLIENT = "confluent-kafka==2.16.1";

  @TempDir private static Path data;
  @TempDir private static Path directory;
  private static Shop shop;
  private static DocumentedExamples examples;

  @BeforeAll
  static void open() throws Exception {
    shop = Shop.open(data);
    examples = new DocumentedExamples(README, shop.ports);
    Files.copy(Shop.picture(1), directory.resolve("photo.jpg"));
    Files.writeString(
        directory.resolve("shop.csv"),
        """
        merchant_id,product_id,version,title,category,price_minor,currency,available,image
        101,tea,1,Green tea,Drinks,399,EUR,true,photo.jpg
        """);
    Files.writeString(
        directory.resolve("deployment.yaml"),
        """
        kafka: {bootstrap_servers: "127.0.0.1:%d"}
        milvus: {address: "http://127.0.0.1:%d"}
        query: {flink_rest: "http://127.0.0.1:%d"}
        """
            .formatted(shop.ports.kafka(), shop.ports.milvus(), shop.ports.flink()));
  }

  @AfterAll
  static void close() throws Exception {
    shop.close();
  }

  /** {@code up} is what {@link Shop} does; {@link LauncherIT} runs the command itself. */
  @Test
  @Order(1)
  void aShopIsLoadedAndSearched() throws Exception {
    var block =
        examples.in("").stream()
            .filter(b -> b.contains("./imgsrch load"))
            .findFirst()
            .orElseThrow();
    var kafka = " --kafka 127.0.0.1:" + shop.ports.kafka();
    var pictures = " --pictures " + Shop.local(shop.ports.pictures());
    var api = " --api " + Shop.local(shop.ports.api());
    var script = new StringBuilder();
    for (var line : block.lines().map(line -> line.replaceAll(" +#.*", "")).toList()) {
      if (line.startsWith("./imgsrch load ")) {
        script.append(line).append(kafka).append(pictures).append(api).append('\n');
      } else if (line.startsWith("./imgsrch search ")) {
        script.append(line).append(api).append('\n');
      } else if (line.startsWith("./imgsrch dead-letters ")) {
        script.append(line).append(kafka).append('\n');
      } else if (line.startsWith("./imgsrch rebuild ")) {
        script.append(line).append(" --config deployment.yaml\n");
      }
    }
    assertThat(script.toString().lines()).hasSize(4);

    assertThat(run(script.toString().replace("./imgsrch", launcher()), "sh", "-eu"))
        .contains("Green tea");
  }

  @Test
  @Order(2)
  void kcatListsAProduct() throws Exception {
    DocumentedExamples.requireProgram("kcat");
    var writing = examples.in("sh");
    assertThat(writing).hasSize(1);

    run(writing.get(0), "sh", "-eu");

    Shop.eventually(() -> hat().size() == 1);
    assertThat(hat().get(0).priceMinor()).isEqualTo(2499);
  }

  @Test
  @Order(3)
  void pythonWithdrawsIt() throws Exception {
    DocumentedExamples.requireProgram("python3");
    list();
    var program = examples.in("python");
    assertThat(program).hasSize(1);

    run(program.get(0), python(), "-");

    Shop.eventually(() -> hat().isEmpty());
  }

  @Test
  @Order(4)
  void javaBringsItBack() throws Exception {
    list();
    var program = examples.in("java");
    assertThat(program).hasSize(1);
    var file = Files.writeString(directory.resolve("BackOnSale.java"), program.get(0));
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    run("", java, "-cp", System.getProperty("java.class.path"), file.toString());

    Shop.eventually(() -> hat().size() == 1 && hat().get(0).priceMinor() == 1999);
  }

  @Test
  @Order(5)
  void curlSearches() throws Exception {
    DocumentedExamples.requireProgram("curl");
    var scripts = http().in("sh");

    assertThat(scripts).hasSizeGreaterThanOrEqualTo(5);
    for (var script : scripts) {
      boolean error = script.contains("OUT_OF_RANGE");
      assertThat(DocumentedExamples.run(PICTURES, script, "sh", "-eu"))
          .as(script)
          .contains(error ? "\"field\":\"top_k\"" : "\"product_id\":\"P0001\"");
    }
  }

  @Test
  @Order(6)
  void pythonSearches() throws Exception {
    DocumentedExamples.requireProgram("python3");
    var scripts = http().in("python");

    assertThat(scripts).isNotEmpty();
    for (var script : scripts) {
      assertThat(DocumentedExamples.run(PICTURES, script, "python3", "-"))
          .as(script)
          .contains("101/P0001");
    }
  }

  private static DocumentedExamples http() throws Exception {
    var picture = Shop.picture(1);
    shop.list(101, "P0001", 1, picture);
    Shop.eventually(() -> shop.search(picture, "Things", 101).size() == 1);
    return new DocumentedExamples(HTTP, shop.ports);
  }

  /** So that a test needs none before it; a newer version than the example's. */
  private static void list() throws Exception {
    shop.list(101, "hat", 2, "Clothing", directory.resolve("photo.jpg"));
    Shop.eventually(() -> shop.product(101, "hat").at("/images/0/searchable").asBoolean());
  }

  private static List<Hit> hat() throws Exception {
    return shop.search(directory.resolve("photo.jpg"), "Clothing", 101);
  }

  private static String launcher() throws IOException {
    return Path.of("..", "imgsrch").toRealPath().toString();
  }

  /** A Python with the client that the example asks for, in an environment of its own. */
  private static String python() throws Exception {
    var environment = Path.of("target", "readme-python").toAbsolutePath();
    var python = environment.resolve("bin").resolve("python").toString();
    if (!Files.exists(environment.resolve("made"))) {
      run("", "python3", "-m", "venv", "--clear", environment.toString());
      run("", python, "-m", "pip", "install", "--quiet", PYTHON_CLIENT);
      Files.createFile(environment.resolve("made"));
    }
    return python;
  }

  private static String run(String script, String... command) throws Exception {
    return DocumentedExamples.run(directory, script, command);
  }
}
