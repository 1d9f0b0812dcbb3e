package io.github.deepfer.web.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.support.EmotionColors;
import io.github.deepfer.report.table.TrackTable;
import io.github.deepfer.sample.SampleVideo;
import io.github.deepfer.web.LatchedDetector;
import io.github.deepfer.web.WebServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.interactions.Actions;

/** The live tab, with the sample film as the camera. */
@Tag("browser")
class LivePageTest {
  private static final SampleVideo FILM = SampleVideo.of(480, 360);
  private static final Set<String> PALETTE =
      Stream.of(Emotion.values())
          .map(emotion -> "#%06x".formatted(EmotionColors.rgb(emotion)))
          .collect(Collectors.toUnmodifiableSet());

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
      assertThat(browser.driver().switchTo().activeElement()).isEqualTo(browser.find("#pause"));
      assertThat(browser.find("#live-status").getDomProperty("textContent"))
          .matches("No face in view\\.|\\d faces?: [a-z]+(, [a-z]+)*");
      assertThat(browser.find("#video").getCssValue("transform"))
          .as("the picture is shown as in a mirror")
          .isEqualTo("matrix(-1, 0, 0, 1, 0, 0)");
      assertThat(browser.find("#cameras").isDisplayed()).isFalse();
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
                return [...document.querySelectorAll('#live-faces .face')].map((card) => {
                  const box = document.querySelector(`#overlay g[data-face="${card.dataset.face}"] rect`);
                  return {
                    center: +box.getAttribute('x') + box.getAttribute('width') / 2,
                    emotion: card.querySelector('h3 span').textContent.match(/[a-z]+$/)[0],
                  };
                });
                """);
    boolean complete = true;
    for (int i = 0; i < seen.size(); i++) {
      SampleVideo.Role role = FILM.script().get(i);
      var place = role.boxAt(role.cues().get(0).end()).orElseThrow();
      double center = FILM.width() - place.x() - place.width() / 2.0; // as in a mirror
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
  private static boolean holds(List<String> seen, SampleVideo.Role role) {
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
  void doesNotSayThatNobodyIsInViewBeforeItKnows() throws IOException {
    LatchedDetector detector = new LatchedDetector();
    try (WebServer running = server;
        Pipeline latched = Pipeline.builder().detector(detector).build();
        WebServer slow = WebServer.builder(latched).start()) {
      browser.show(slow.uri().toString());
      browser.find("#tab-live").click();
      browser.find("#start").click();
      browser.await("a picture is sent", () -> detector.calls.get() > 0);
      assertThat(browser.text("#live-nobody"))
          .isEqualTo("Waiting for the first picture's answer …");
      detector.release.countDown();
      browser.await("nobody", () -> browser.text("#live-nobody").equals("No face in view."));
      browser.find("#stop").click();
    }
  }

  @Test
  void pausesAtAClickAndGoesOnAtTheSpaceBar() {
    try (WebServer running = server) {
      browser.await("a face", () -> !browser.all("#overlay text").isEmpty());
      browser.find("#pause").click();
      assertThat(browser.text("#pause")).isEqualTo("Go on");
      List<Integer> before = shownTracks();
      assertThat(before).isNotEmpty().isSorted();
      assertThat(browser.run("return document.getElementById('video').paused")).isEqualTo(true);
      browser.await("no frame is sent", () -> metrics().contains("fer_live_sessions 0"));
      assertThat(shownTracks()).as("the frozen picture keeps its faces").isEqualTo(before);
      browser.assertAccessible();

      browser.run("document.activeElement.blur()");
      new Actions(browser.driver()).sendKeys(" ").perform();
      assertThat(browser.text("#pause")).isEqualTo("Pause");
      browser.await("new faces", () -> !shownTracks().isEmpty() && !shownTracks().equals(before));
      assertThat(shownTracks().get(0))
          .as("numbers are not given twice")
          .isGreaterThan(before.get(before.size() - 1));
    }
  }

  @Test
  void aStripTellsTheLastMinuteOfAFace() {
    try (WebServer running = server) {
      browser.await("three emotions of a face", () -> longestStrip().size() > 2);
      browser.find("#pause").click();
      List<Map<String, Object>> spans = longestStrip();
      assertThat(spans)
          .allSatisfy(span -> assertThat(PALETTE).contains((String) span.get("colour")));
      double end = 0;
      for (Map<String, Object> span : spans) {
        double start = ((Number) span.get("start")).doubleValue();
        if (end > 0) {
          assertThat(start).as("where the one before ends").isCloseTo(end, within(0.01));
        }
        end = start + ((Number) span.get("seconds")).doubleValue();
      }
      assertThat(spans)
          .filteredOn(span -> ((Number) span.get("seconds")).doubleValue() > 14)
          .as("a word where there is room")
          .allSatisfy(span -> assertThat((String) span.get("word")).isNotEmpty());
      assertThat(end).as("seconds from a minute ago to now").isCloseTo(60, within(0.01));
      assertThat(browser.find(".minute").getAccessibleName())
          .matches("The last minute: [a-z]+ \\d+ s(, [a-z]+ \\d+ s)*");
      browser.assertAccessible();
      browser.shoot("live-minute");
    }
  }

  /** The strip of the face that showed the most. */
  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> longestStrip() {
    return (List<Map<String, Object>>)
        browser.run(
            """
            const strips = [...document.querySelectorAll('.minute')].map((strip) =>
              [...strip.children].map((span) => ({
                start: parseFloat(span.style.left) * 0.6,
                seconds: parseFloat(span.style.width) * 0.6,
                colour: '#' + span.style.backgroundColor.match(/\\d+/g)
                  .map((part) => Number(part).toString(16).padStart(2, '0')).join(''),
                word: span.textContent,
              })));
            return strips.sort((a, b) => b.length - a.length)[0] ?? [];
            """);
  }

  @Test
  void thePictureHasNoBarsBesideIt() {
    try (WebServer running = server) {
      for (int[] size : new int[][] {{740, 360}, {360, 740}, {1200, 900}}) {
        browser.devtools(
            "Emulation.setDeviceMetricsOverride",
            Map.of("width", size[0], "height", size[1], "deviceScaleFactor", 1, "mobile", false));
        browser.await("the camera", () -> browser.find("#pause").isDisplayed());
        var stage = browser.find("#stage").getSize();
        assertThat(stage.width / (double) stage.height)
            .as("the stage of %s", stage)
            .isCloseTo(FILM.width() / (double) FILM.height(), within(0.02));
        assertThat(stage.height).isLessThanOrEqualTo((int) (0.7 * size[1]) + 1);
      }
      browser.devtools("Emulation.clearDeviceMetricsOverride", Map.of());
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Integer> shownTracks() {
    List<Long> numbers =
        (List<Long>)
            browser.run(
                "return [...document.querySelectorAll('#live-faces .face')]"
                    + ".map((card) => +card.dataset.face)");
    return numbers.stream().map(Long::intValue).toList();
  }

  @Test
  void recordsTheNumbersThatItShows() throws IOException {
    try (WebServer running = server) {
      browser.await("the camera runs", () -> browser.find("#record").isDisplayed());
      browser.find("#record").click();
      assertThat(browser.text("#record")).isEqualTo("Stop and save recording");
      double start = playedSeconds();
      browser.await(
          "two seconds with a face at the end",
          () -> playedSeconds() > start + 2 && !shownTracks().isEmpty());
      browser.find("#pause").click();
      List<Integer> shown = shownTracks();
      browser.find("#record").click();
      assertThat(browser.text("#record")).isEqualTo("Record numbers");

      List<String> lines =
          new String(browser.download("camera.csv"), StandardCharsets.UTF_8).lines().toList();
      assertThat(lines.get(0)).isEqualTo(columnsOfVideos());
      List<String> columns = List.of(lines.get(0).split(","));
      List<String[]> rows = lines.stream().skip(1).map(line -> line.split(",", -1)).toList();
      assertThat(rows).hasSizeGreaterThan(2);
      assertThat(rows).allSatisfy(row -> assertThat(row).hasSize(columns.size()));
      assertThat(rows.stream().map(row -> Double.parseDouble(row[1])))
          .isSorted()
          .allSatisfy(time -> assertThat(time).isBetween(0.0, 60.0));
      assertThat(rows).allSatisfy(row -> assertProbable(columns, row));
      String last = rows.get(rows.size() - 1)[0];
      List<String[]> lastFrame = rows.stream().filter(row -> row[0].equals(last)).toList();
      assertThat(lastFrame.stream().map(row -> Integer.parseInt(row[2])))
          .containsExactlyInAnyOrderElementsOf(shown);
      for (String[] row : lastFrame) {
        int x = Integer.parseInt(row[3]);
        int width = Integer.parseInt(row[5]);
        assertThat(browser.find("#overlay g[data-face='" + row[2] + "'] rect").getDomAttribute("x"))
            .as("on the mirrored picture")
            .isEqualTo("" + (FILM.width() - x - width));
      }
    }
  }

  /** The columns of {@code fer video --csv} but for the raw probabilities, which are not sent. */
  private static String columnsOfVideos() throws IOException {
    Path table = folder.resolve("tracks.csv");
    TrackTable.csv(table).close();
    return Files.readString(table).strip().replaceAll("raw_[a-z]+,", "");
  }

  private static void assertProbable(List<String> columns, String[] row) {
    int first = columns.indexOf("smoothed_angry");
    List<Double> probabilities =
        IntStream.range(first, first + 7).mapToObj(i -> Double.parseDouble(row[i])).toList();
    assertThat(probabilities.stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-5));
    assertThat(Double.parseDouble(row[columns.indexOf("smoothed_" + row[8])]))
        .isEqualTo(Collections.max(probabilities));
  }

  private static double playedSeconds() {
    return ((Number) browser.run("return document.getElementById('video').currentTime"))
        .doubleValue();
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
    browser.find("#record").click();
    server.close();
    browser.await("an error", () -> !browser.text("#live-error").isEmpty());
    assertThat(browser.text("#live-error"))
        .isEqualTo("The connection to the server broke off. Start the camera again.");
    assertThat(browser.find("#start").isDisplayed()).isTrue();
    assertThat(browser.download("camera.csv")).as("what was recorded is saved").isNotEmpty();
  }

  @Test
  void aCameraThatLooksAwayFromTheScreenIsNoMirror() {
    try (WebServer running = server) {
      browser.await("a face", () -> !browser.all("#overlay text").isEmpty());
      browser.find("#stop").click();
      browser.run(
          """
          const settings = MediaStreamTrack.prototype.getSettings;
          MediaStreamTrack.prototype.getSettings = function () {
            return { ...settings.call(this), facingMode: 'environment' };
          };
          """);
      browser.find("#start").click();
      browser.await("a face", () -> !browser.all("#overlay text").isEmpty());
      browser.find("#record").click();
      double start = playedSeconds();
      browser.await(
          "a face since then", () -> playedSeconds() > start + 1 && !shownTracks().isEmpty());
      browser.find("#pause").click();
      browser.find("#record").click();
      assertThat(browser.find("#video").getCssValue("transform")).isEqualTo("none");
      List<String> lines =
          new String(browser.download("camera.csv"), StandardCharsets.UTF_8).lines().toList();
      String[] last = lines.get(lines.size() - 1).split(",");
      assertThat(browser.find("#overlay g[data-face='" + last[2] + "'] rect").getDomAttribute("x"))
          .isEqualTo(last[3]);
    }
  }
}
