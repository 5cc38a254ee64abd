package io.imgsrch.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every item of {@code docs/fixes.md} is there, and has a test that exists, or says that it is
 * open.
 */
class FixesTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> MODULES =
      List.of("config", "operators", "sinks", "jobs", "local");
  private static final int ITEMS = 15;
  private static final Pattern ROW =
      Pattern.compile("\\| (\\d+) \\| ([^|]+) \\| ([^|]+) \\| ?([^|]*) ?\\|");
  private static final int CASES = 10;
  private static final Pattern CASE = Pattern.compile("@Test\\s+void (\\w+)\\(");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))(?:#(\\w+))?`");

  @Test
  void everyItemHasATestOrSaysThatItIsOpen() throws Exception {
    var numbers =
        ROW.matcher(document())
            .results()
            .peek(
                row ->
                    assertThat(
                            TEST.matcher(row.group(4)).find() || row.group(3).contains("not yet"))
                        .as(row.group(2))
                        .isTrue())
            .map(row -> Integer.valueOf(row.group(1)))
            .toList();
    assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, ITEMS).boxed().toList());
  }

  @Test
  void everyTestThatIsNamedExists() throws Exception {
    var sources = testSources();
    var named = TEST.matcher(document()).results().toList();
    assertThat(named).hasSizeGreaterThan(ITEMS);
    for (var test : named) {
      var file =
          sources.stream()
              .filter(path -> path.endsWith(test.group(1) + ".java"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no test " + test.group()));
      if (test.group(2) != null) {
        assertThat(Files.readString(file))
            .as(test.group())
            .contains("  void " + test.group(2) + "(");
      }
    }
  }

  @Test
  void everyIntegrationCaseIsListed() throws Exception {
    var source = Path.of("src/test/java/io/imgsrch/local/IntegrationCasesIT.java");
    var cases = CASE.matcher(Files.readString(source)).results().map(found -> found.group(1));
    var listed =
        TEST.matcher(document().substring(document().indexOf("## Integration cases")))
            .results()
            .map(found -> found.group(2));
    assertThat(listed.toList()).hasSize(CASES).hasSameElementsAs(cases.toList());
  }

  private static String document() throws IOException {
    return Files.readString(ROOT.resolve("docs").resolve("fixes.md"));
  }

  private static List<Path> testSources() throws IOException {
    var sources = new ArrayList<Path>();
    for (var module : MODULES) {
      try (var files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        files.forEach(sources::add);
      }
    }
    return sources;
  }
}
