package io.github.deepfer.web.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.testkit.Scene;
import io.github.deepfer.testkit.Scenes;
import io.github.deepfer.web.WebServer;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** A browser before the page of a server, and what a visitor does there with pictures. */
@Tag("browser")
abstract class PageTest {
  @TempDir static Path folder;
  static Browser browser;
  static Pipeline pipeline;
  static WebServer server;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.open(folder);
    pipeline = Pipeline.create();
    server = WebServer.builder(pipeline).maxBodyBytes(2 << 20).start();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      server.close();
      pipeline.close();
    }
  }

  @BeforeEach
  void fresh() {
    browser.devtools("Emulation.clearDeviceMetricsOverride", Map.of());
    browser.colourScheme("light");
    browser.show(server.uri().toString());
  }

  @AfterEach
  void nothingWentWrongUnseen() {
    assertThat(browser.complaints()).isEmpty();
  }

  /** Opens the page anew on a screen of that width. */
  static void wide(int width) {
    browser.devtools(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 740, "deviceScaleFactor", 2, "mobile", width < 600));
    browser.show(server.uri().toString());
  }

  /** Presses the tabulator until an element has the focus, and checks that this is visible. */
  static void tabTo(String selector) {
    WebElement wanted = browser.find(selector);
    for (int i = 0; i < 12; i++) {
      keys(Keys.TAB);
      if (browser.driver().switchTo().activeElement().equals(wanted)) {
        WebElement marked = selector.equals("#file") ? browser.find("label[for=file]") : wanted;
        assertThat(marked.getCssValue("outline-style"))
            .as("focus of " + selector)
            .isEqualTo("solid");
        return;
      }
    }
    throw new AssertionError(selector + " cannot be reached with the tabulator");
  }

  static void choose(Path... files) {
    browser
        .find("#file")
        .sendKeys(
            String.join(
                "\n",
                List.of(files).stream().map(file -> file.toAbsolutePath().toString()).toList()));
  }

  static void drop(List<Map<String, String>> items, List<String> files) {
    for (String type : List.of("dragEnter", "dragOver", "drop")) {
      browser.devtools(
          "Input.dispatchDragEvent",
          Map.of(
              "type",
              type,
              "x",
              400,
              "y",
              300,
              "data",
              Map.of("items", items, "files", files, "dragOperationsMask", 1)));
    }
  }

  static void awaitResults(int count) {
    browser.await(
        count + " results",
        () ->
            browser.all(".result").size() == count
                && browser.text("#status").endsWith("analysed."));
  }

  static void keys(CharSequence keys) {
    new Actions(browser.driver()).sendKeys(keys).perform();
  }

  /** The page rounds what the JSON has rounded already, so a last digit may differ by one. */
  static void assertSameTable(String actual, String expected) {
    String[] cells = actual.split("[,\n]", -1);
    String[] expectedCells = expected.split("[,\n]", -1);
    assertThat(cells).hasSameSizeAs(expectedCells);
    for (int i = 0; i < cells.length; i++) {
      if (expectedCells[i].matches("-?\\d+\\.\\d+")) {
        BigDecimal number = new BigDecimal(expectedCells[i]);
        assertThat(new BigDecimal(cells[i])).isCloseTo(number, within(number.ulp()));
        assertThat(new BigDecimal(cells[i]).scale()).isEqualTo(number.scale());
      } else {
        assertThat(cells[i]).isEqualTo(expectedCells[i]);
      }
    }
  }

  static Scene scene(String name) {
    return Scenes.all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  static Path sample(String name) throws IOException {
    Path file = folder.resolve(name);
    if (Files.notExists(file)) {
      try (InputStream in = WebServer.class.getResourceAsStream("page/samples/" + name)) {
        Files.copy(in, file);
      }
    }
    return file;
  }
}
