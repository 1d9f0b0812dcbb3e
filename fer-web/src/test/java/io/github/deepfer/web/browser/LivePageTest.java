package io.github.deepfer.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.fixtures.SampleFilm;
import io.github.deepfer.web.WebServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WindowType;

/** The live tab, with the sample film as the camera. */
@Tag("browser")
class LivePageTest {
  private static final SampleFilm FILM = SampleFilm.of(480, 360);

  @TempDir private static Path folder;
  private static Browser browser;
  private static Pipeline pipeline;
  private WebServer server;

  @BeforeAll
  static void start() throws IOException {
    Path camera = folder.resolve("camera.y4m");
    browser =
        Browser.open(
            folder,
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            "--use-file-for-fake-video-capture=" + camera);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(camera))) {
      FILM.writeY4m(out, FILM.duration());
    }
    pipeline = Pipeline.create();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      pipeline.close();
    }
  }

  @BeforeEach
  void startCamera() throws IOException {
    server = WebServer.builder(pipeline).start();
    browser.show(server.uri().toString());
    browser.find("#tab-live").click();
    browser.find("#start").click();
  }

  @Test
  void showsWhoShowsWhatAsInTheScript() {
    List<List<String>> seen = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try (WebServer running = server) {
      browser.await("the film's emotions " + seen, () -> follow(seen));
      assertThat(browser.text("#rate")).matches("\\d+\\.\\d / s");
      assertThat(browser.text("#latency")).matches("\\d+ ms");
      assertThat(browser.text("#analysis")).matches("\\d+ ms");
      assertThat(browser.driver().switchTo().activeElement()).isEqualTo(browser.find("#stop"));
      assertThat(browser.find("#live-status").getDomProperty("textContent"))
          .matches("No face in view\\.|\\d faces?: [a-z]+(, [a-z]+)*");
      browser.assertAccessible();
      browser.shoot("live");
      browser.colourScheme("dark");
      browser.assertAccessible();
      browser.colourScheme("light");

      browser.find("#stop").click();
      assertThat(browser.find("#start").isDisplayed()).isTrue();
      assertThat(browser.all("#overlay *")).isEmpty();
      assertThat(browser.run("return document.getElementById('video').srcObject")).isNull();
      browser.await("the connection is closed", () -> metrics().contains("fer_live_sessions 0"));
    }
  }

  /** Notes the emotions shown at each person's place; whether these now hold the whole script. */
  private static boolean follow(List<List<String>> seen) {
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> faces =
        (List<Map<String, Object>>)
            browser.run(
                """
                const cards = document.querySelectorAll('#live-faces .face h3 span:first-of-type');
                return [...document.querySelectorAll('#overlay text')].map((text) => {
                  const number = text.parentElement.dataset.face;
                  const box = document.querySelector(`#overlay g[data-face="${number}"] rect`);
                  return {
                    center: +box.getAttribute('x') + box.getAttribute('width') / 2,
                    emotion: cards[number].textContent.match(/[a-z]+$/)[0],
                  };
                });
                """);
    boolean complete = true;
    for (int i = 0; i < seen.size(); i++) {
      SampleFilm.Role role = FILM.script().get(i);
      var place = role.boxAt(role.cues().get(0).end()).orElseThrow();
      double center = place.x() + place.width() / 2.0;
      for (Map<String, Object> face : faces) {
        if (Math.abs(((Number) face.get("center")).doubleValue() - center) < place.width() / 3.0) {
          seen.get(i).add((String) face.get("emotion"));
        }
      }
      complete &= holds(seen.get(i), role);
    }
    return complete;
  }

  /** The film goes round and round, so its script may be joined at any cue. */
  private static boolean holds(List<String> seen, SampleFilm.Role role) {
    int next = 0;
    for (String emotion : seen) {
      if (next < role.cues().size() && emotion.equals(role.cues().get(next).emotion().label())) {
        next++;
      }
    }
    return next == role.cues().size();
  }

  private String metrics() {
    return (String)
        browser
            .driver()
            .executeAsyncScript(
                "fetch('/metrics').then((answer) => answer.text()).then(arguments[0])");
  }

  @Test
  void fitsAPhone() {
    try (WebServer running = server) {
      browser.devtools(
          "Emulation.setDeviceMetricsOverride",
          Map.of("width", 360, "height", 740, "deviceScaleFactor", 2, "mobile", true));
      browser.await("a face", () -> !browser.all("#overlay text").isEmpty());
      assertThat((Long) browser.run("return document.documentElement.scrollWidth")).isEqualTo(360);
      browser.assertAccessible();
      browser.shoot("live-phone");
    }
  }

  @Test
  void goesOnWhenThePageIsSeenAgain() {
    try (WebServer running = server) {
      browser.await("a face", () -> !browser.all("#overlay text").isEmpty());
      browser.devtools("Emulation.setFocusEmulationEnabled", Map.of("enabled", false));
      String page = browser.driver().getWindowHandle();
      browser.driver().switchTo().newWindow(WindowType.TAB);
      String other = browser.driver().getWindowHandle();
      browser.driver().get(server.uri().resolve("/health").toString());
      browser.await(
          "the idle connection is closed", () -> metrics().contains("fer_live_sessions 0"));
      browser.driver().switchTo().window(page);
      browser.await("a new connection", () -> metrics().contains("fer_live_sessions 1"));
      assertThat(browser.text("#live-error")).isEmpty();
      browser.driver().switchTo().window(other).close();
      browser.driver().switchTo().window(page);
    }
  }

  @Test
  void saysThatTheServerWentAway() {
    browser.await("a face", () -> !browser.all("#overlay text").isEmpty());
    server.close();
    browser.await("an error", () -> !browser.text("#live-error").isEmpty());
    assertThat(browser.text("#live-error"))
        .isEqualTo("The connection to the server broke off. Start the camera again.");
    assertThat(browser.find("#start").isDisplayed()).isTrue();
  }
}
