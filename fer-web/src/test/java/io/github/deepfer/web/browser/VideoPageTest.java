package io.github.deepfer.web.browser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.FrameSource;
import io.github.deepfer.api.video.VideoAnalyzer;
import io.github.deepfer.ffmpeg.VideoReader;
import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.report.table.TrackTable;
import io.github.deepfer.sample.SampleVideo;
import io.github.deepfer.web.LatchedDetector;
import io.github.deepfer.web.WebServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The tab for videos, with the sample video, of which it is known who shows what when. */
class VideoPageTest extends PageTest {
  private static final SampleVideo SAMPLE = SampleVideo.of(480, 360);
  private static final int FRAMES = 6 * SampleVideo.FRAME_RATE;

  private static WebServer videos;
  private static Path video;

  @BeforeAll
  static void startVideos() throws IOException {
    videos =
        WebServer.builder(pipeline)
            .videos(VideoReader::open)
            .maxVideoBytes(64 << 20)
            .maxVideoDuration(Duration.ofMinutes(5))
            .start();
    video = video(folder.resolve("Ausflug.mp4"), SAMPLE.width(), SAMPLE.height(), image -> image);
  }

  @AfterAll
  static void stopVideos() {
    if (videos != null) {
      videos.close();
    }
  }

  private static Path video(Path file, int width, int height, UnaryOperator<Image> turn) {
    try (VideoWriter writer = VideoWriter.open(file, width, height, SampleVideo.FRAME_RATE)) {
      for (int i = 0; i < FRAMES; i++) {
        Duration time = Duration.ofMillis(40L * i);
        writer.write(turn.apply(SAMPLE.frameAt(time)), time);
      }
    }
    return file;
  }

  @BeforeEach
  void openTab() {
    browser.show(videos.uri().toString());
    browser.find("#tab-videos").click();
  }

  private static void chooseVideo(Path file) {
    browser.find("#videos-file").sendKeys(file.toAbsolutePath().toString());
  }

  private static void awaitVideo() {
    browser.await("the result", () -> !browser.all("#videos-result .result").isEmpty());
  }

  private static String metrics(WebServer server) {
    return (String)
        browser
            .driver()
            .executeAsyncScript(
                "fetch(arguments[0]).then((answer) => answer.text()).then(arguments[1])",
                server.uri().resolve("/metrics").toString());
  }

  @Test
  void aVideoIsPlayedWithBoxesAndATimelineAndForgottenByTheServer() throws IOException {
    browser.assertAccessible();
    browser.shoot("videos-empty");
    chooseVideo(video);
    awaitVideo();
    browser.await("the server has forgotten it", () -> metrics(videos).contains("fer_videos 0\n"));
    assertThat(browser.text("#videos-status")).isEqualTo("Ausflug.mp4 is analysed.");
    assertThat(browser.text("#videos-errors")).isEmpty();
    assertThat(browser.find("#videos-left").getDomProperty("textContent"))
        .as("what was said last")
        .matches("99 %, about \\d+ s left");
    assertThat(browser.text("#videos-result .meta"))
        .endsWith("0:06 · " + FRAMES + " frames of 480 × 360 pixels");
    browser.await("a frame is shown", () -> readyState() >= 2);

    for (double seconds : new double[] {1, 3, 5}) {
      clickTimeline(seconds / (FRAMES * 0.04));
      awaitBoxesAsInTheScript(seconds);
    }
    browser.await("a label", () -> !browser.all("#videos-result .overlay text").isEmpty());
    browser.assertAccessible();
    browser.shoot("videos-light");
    browser.colourScheme("dark");
    browser.assertAccessible();
    browser.shoot("videos-dark");
  }

  private static long readyState() {
    return (Long) browser.run("return document.querySelector('#videos-result video').readyState");
  }

  private static void clickTimeline(double share) {
    WebElement strip = browser.find("#videos-result .strip");
    int width = strip.getSize().width;
    int x = (int) Math.round(width * share) - width / 2;
    new Actions(browser.driver()).moveToElement(strip, x, 0).click().perform();
  }

  /** Within a tenth of a second of where the click went. */
  private static void awaitBoxesAsInTheScript(double seconds) {
    List<Box> expected =
        SAMPLE.script().stream()
            .flatMap(role -> role.boxAt(Duration.ofMillis((long) (seconds * 1000))).stream())
            .filter(box -> box.x() > 0 && box.x() + box.width() < SAMPLE.width())
            .toList();
    assertThat(expected).isNotEmpty();
    browser.await(
        "boxes of " + seconds + " s", () -> expected.stream().allMatch(VideoPageTest::isDrawn));
  }

  @SuppressWarnings("unchecked")
  private static boolean isDrawn(Box expected) {
    List<List<Number>> boxes =
        (List<List<Number>>)
            browser.run(
                """
                return [...document.querySelectorAll('#videos-result .overlay g > rect[stroke-opacity]')]
                  .map((rect) => ['x', 'y', 'width', 'height'].map((name) => +rect.getAttribute(name)));
                """);
    return boxes.stream()
        .map(
            box ->
                new Box(
                    box.get(0).intValue(),
                    box.get(1).intValue(),
                    box.get(2).intValue(),
                    box.get(3).intValue()))
        .anyMatch(box -> box.iou(expected) > 0.5);
  }

  @Test
  void theTimelineSaysWhoShowsWhatWhen() {
    chooseVideo(video);
    awaitVideo();
    List<String> rows =
        browser.all("#videos-result .track-row").stream()
            .map(row -> row.getDomProperty("textContent"))
            .toList();
    for (SampleVideo.Role role : SAMPLE.script()) {
      SampleVideo.Cue first = role.cues().get(0);
      if (first.start().compareTo(Duration.ofSeconds(2)) < 0) {
        assertThat(rows).anyMatch(row -> row.contains(first.emotion().label()));
      }
    }
    WebElement slider = browser.find("#videos-result input[type=range]");
    slider.click();
    keys(Keys.HOME);
    browser.await("the start", () -> playedSeconds() < 0.05);
    keys(Keys.ARROW_RIGHT);
    browser.await("a frame further", () -> playedSeconds() > 0.03 && playedSeconds() < 0.09);
    assertThat(slider.getDomAttribute("aria-valuetext")).matches("0:00 of 0:06");
    browser.find("#videos-result .person").click();
    assertThat(playedSeconds()).isLessThan(1);
  }

  private static double playedSeconds() {
    return ((Number)
            browser.run("return document.querySelector('#videos-result video').currentTime"))
        .doubleValue();
  }

  @Test
  void whatIsSavedIsWhatTheCommandLineWrites() throws IOException {
    chooseVideo(video);
    awaitVideo();
    Path expected = folder.resolve("expected-video.csv");
    try (TrackTable table = TrackTable.csv(expected);
        VideoReader reader = VideoReader.open(video)) {
      VideoAnalyzer analyzer = VideoAnalyzer.builder(pipeline).build();
      for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
        table.add(frame.index(), analyzer.analyze(frame.image(), frame.time()));
      }
    }
    List<WebElement> downloads = browser.all("#videos-result .downloads button");
    downloads.get(0).click();
    assertSameTable(new String(browser.download("Ausflug.csv"), UTF_8), Files.readString(expected));
    ObjectMapper json = new ObjectMapper();
    downloads.get(1).click();
    List<String> lines = new String(browser.download("Ausflug.jsonl"), UTF_8).lines().toList();
    assertThat(lines).hasSize(FRAMES);
    assertThat(json.readTree(lines.get(FRAMES - 1)).get("frame").asInt()).isEqualTo(FRAMES - 1);
    downloads.get(2).click();
    JsonNode summary = json.readTree(browser.download("Ausflug.json"));
    assertThat(summary.get("frames").asInt()).isEqualTo(FRAMES);
    assertThat(summary.get("tracks").size()).isEqualTo(browser.all(".track-row").size());
    downloads.get(3).click();
    assertThat(browser.all("#videos-result .result")).isEmpty();
    assertThat(browser.text("#videos-status")).isEqualTo("Result removed.");
  }

  /** As phones record: on their side, with a matrix that turns them. */
  @Test
  void theBoxesOfATurnedVideoLieOnTheUprightPicture() throws IOException {
    Path turned =
        video(
            folder.resolve("turned.mp4"),
            SAMPLE.height(),
            SAMPLE.width(),
            VideoPageTest::onItsSide);
    byte[] mp4 = Files.readAllBytes(turned);
    ByteBuffer.wrap(mp4)
        .position(new String(mp4, ISO_8859_1).lastIndexOf("tkhd") + 44)
        .putInt(0)
        .putInt(0x10000)
        .putInt(0)
        .putInt(-0x10000)
        .putInt(0);
    Files.write(turned, mp4);
    chooseVideo(turned);
    awaitVideo();
    browser.await("a frame is shown", () -> readyState() >= 2);
    assertThat(
            (Long) browser.run("return document.querySelector('#videos-result video').videoWidth"))
        .as("the browser turns it, too")
        .isEqualTo(480);
    clickTimeline(0.5);
    awaitBoxesAsInTheScript(3);
    browser.shoot("videos-turned");
  }

  /** Turned by 90 degrees to the left. */
  private static Image onItsSide(Image image) {
    int width = image.width();
    int height = image.height();
    byte[] pixels = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = y * image.stride() + 3 * x;
        int to = 3 * ((width - 1 - x) * height + y);
        for (int c = 0; c < 3; c++) {
          pixels[to + c] = image.pixels().get(from + c);
        }
      }
    }
    return Image.wrap(pixels, height, width, PixelFormat.RGB);
  }

  @Test
  void aVideoThatTheBrowserCannotPlayIsShownWithoutItsPicture() throws IOException {
    Path raw = folder.resolve("raw.y4m");
    try (OutputStream out = Files.newOutputStream(raw)) {
      SAMPLE.writeY4m(out, Duration.ofSeconds(2));
    }
    chooseVideo(raw);
    awaitVideo();
    browser.await("a notice", () -> !browser.all("#videos-result .notice").isEmpty());
    assertThat(browser.text("#videos-result .notice")).startsWith("This browser cannot play");
    assertThat(browser.all("#videos-result video")).isEmpty();
    clickTimeline(0.5);
    awaitBoxesAsInTheScript(1);
    browser.assertAccessible();
    browser.shoot("videos-unplayable");
  }

  @Test
  void ofAnAnalysisThatEndedEarlyNothingIsShownAfterIt() throws IOException {
    try (WebServer damaged =
        WebServer.builder(pipeline)
            .videos((file, limits) -> new DamagedSource(VideoReader.open(file, limits), FRAMES / 2))
            .start()) {
      browser.show(damaged.uri().toString());
      browser.find("#tab-videos").click();
      chooseVideo(video);
      awaitVideo();
      assertThat(browser.text("#videos-status"))
          .isEqualTo("Ausflug.mp4 was analysed up to 0:03 only.");
      assertThat(browser.text("#videos-errors")).isEqualTo("Ausflug.mp4: The video is damaged.");
      assertThat(browser.text("#videos-result .notice")).startsWith("Analysed up to 0:03 only.");
      browser.await("a frame is shown", () -> readyState() >= 2);

      playFrom(5);
      browser.await("no face", () -> browser.all("#videos-result .overlay *").isEmpty());
      assertThat(browser.text("#videos-result .marker")).isEqualTo("0:05.0 / 0:06");
      assertThat(browser.all("#videos-result .now"))
          .isNotEmpty()
          .allSatisfy(now -> assertThat(now.getText()).isEqualTo("not analysed"));
      browser.assertAccessible();
      browser.shoot("videos-early-end");

      playFrom(1);
      awaitBoxesAsInTheScript(1);
    }
  }

  private static void playFrom(double seconds) {
    browser.run(
        "document.querySelector('#videos-result video').currentTime = arguments[0]", seconds);
  }

  /** A video whose file breaks off after some frames. */
  private record DamagedSource(VideoReader whole, int frames) implements FrameSource {
    @Override
    public @Nullable Frame next() {
      Frame frame = whole.next();
      if (frame != null && frame.index() == frames) {
        throw new MediaException("The video is damaged");
      }
      return frame;
    }

    @Override
    public void close() {
      whole.close();
    }
  }

  @Test
  void fitsAPhoneAndATablet() {
    for (int width : new int[] {360, 800}) {
      browser.devtools(
          "Emulation.setDeviceMetricsOverride",
          Map.of("width", width, "height", 740, "deviceScaleFactor", 2, "mobile", width < 600));
      openTab();
      chooseVideo(video);
      awaitVideo();
      browser.await("a frame is shown", () -> readyState() >= 2);
      assertThat((Long) browser.run("return document.documentElement.scrollWidth"))
          .isLessThanOrEqualTo(width);
      assertWordsAreWhole();
      browser.assertAccessible();
      browser.shoot("videos-" + width);
    }
  }

  /** A word of the timeline is shown in its span with all its letters, or not at all. */
  private static void assertWordsAreWhole() {
    assertThat(
            (List<?>)
                browser.run(
                    """
                    return [...document.querySelectorAll('#videos-result .strip span')].filter((span) => {
                      const words = document.createRange();
                      words.selectNodeContents(span);
                      const word = words.getBoundingClientRect();
                      const room = span.getBoundingClientRect();
                      return word.top < room.bottom && word.right > room.right + 0.5;
                    }).map((span) => span.textContent);
                    """))
        .isEmpty();
  }

  @Test
  void anAnalysisIsShownCancelledAndForgotten() throws IOException {
    LatchedDetector detector = new LatchedDetector();
    try (Pipeline latched = Pipeline.builder().detector(detector).build();
        WebServer slow = WebServer.builder(latched).videos(VideoReader::open).start()) {
      browser.show(slow.uri().toString());
      browser.find("#tab-videos").click();
      chooseVideo(video);
      browser.await(
          "the analysis", () -> browser.text("#videos-status").equals("Analysing the video …"));
      assertThat(browser.driver().switchTo().activeElement())
          .isEqualTo(browser.find("#videos-cancel"));
      assertThat(browser.find("#videos-drop").isDisplayed()).isFalse();
      browser.assertAccessible();
      browser.shoot("videos-analysing");
      browser.find("#videos-cancel").click();
      browser.await("an end", () -> browser.text("#videos-status").equals("Cancelled."));
      browser.await("forgotten", () -> metrics(slow).contains("fer_videos 0\n"));
      assertThat(browser.find("#videos-drop").isDisplayed()).isTrue();
      assertThat(browser.text("#videos-errors")).isEmpty();

      chooseVideo(video);
      browser.await("another one", () -> metrics(slow).contains("fer_videos 1\n"));
      browser.driver().get(slow.uri().resolve("/health").toString());
      browser.await("who leaves is forgotten", () -> metrics(slow).contains("fer_videos 0\n"));
      detector.release.countDown();
    }
  }

  @Test
  void aVideoThatIsDroppedOnThePicturesIsTaken() {
    browser.find("#tab-pictures").click();
    drop(List.of(), List.of(video.toString()));
    awaitVideo();
    assertThat(browser.find("#videos").isDisplayed()).isTrue();
    assertThat(browser.find("#pictures").isDisplayed()).isFalse();
    browser.find("#tab-pictures").click();
    assertThat(browser.all("#results *, #errors *")).isEmpty();
  }

  @Test
  void picturesAndVideosThatAreDroppedTogetherAreAllTaken() throws IOException {
    Path second = Files.copy(video, folder.resolve("second.mp4"));
    drop(List.of(), List.of(video.toString(), second.toString(), sample("pair.png").toString()));
    browser.await("the picture", () -> browser.text("#status").equals("1 picture analysed."));
    assertThat(browser.text("#elsewhere")).isEqualTo("For the 2 videos, see the tab Video.");
    browser.assertAccessible();
    browser.find("#tab-videos").click();
    assertThat(browser.text("#videos-errors"))
        .isEqualTo("One video at a time: Ausflug.mp4 is taken, the others are not.");
    awaitVideo();
  }

  @Test
  void whatGoesWrongIsSaid() throws IOException {
    chooseVideo(Files.writeString(folder.resolve("text.mp4"), "no video"));
    browser.await("an error", () -> !browser.text("#videos-errors").isEmpty());
    assertThat(browser.text("#videos-errors")).startsWith("text.mp4: The video");
    browser.assertAccessible();

    byte[] whole = Files.readAllBytes(video);
    Path cut = folder.resolve("cut.mp4");
    Files.write(cut, Arrays.copyOf(whole, whole.length - whole.length / 3));
    chooseVideo(cut);
    browser.await("another", () -> browser.text("#videos-errors").startsWith("cut.mp4: The video"));

    try (WebServer small =
        WebServer.builder(pipeline).videos(VideoReader::open).maxVideoBytes(1 << 10).start()) {
      browser.show(small.uri().toString());
      browser.find("#tab-videos").click();
      chooseVideo(video);
      browser.await("a third", () -> !browser.text("#videos-errors").isEmpty());
      assertThat(browser.text("#videos-errors")).startsWith("Ausflug.mp4 is larger than");
    }
    browser.show(server.uri().toString());
    assertThat(browser.find("#tab-videos").isDisplayed()).as("a server without videos").isFalse();
  }
}
