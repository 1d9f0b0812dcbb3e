package io.github.deepfer.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.testkit.Scene;
import io.github.deepfer.web.LatchedDetector;
import io.github.deepfer.web.WebServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The page of pictures, as a visitor uses it. */
class PicturesPageTest extends PageTest {
  @Test
  void showsEveryFaceWhereItIsAndWhatItShows() throws IOException {
    choose(sample("team.png"));
    awaitResults(1);
    assertShows(scene("team").faces());
    assertThat(browser.all(".overlay text"))
        .allSatisfy(label -> assertThat(label.getText()).matches("\\d: [a-z]+ \\d+ %"));
    browser.all(".more").forEach(WebElement::click);
    for (WebElement chart : browser.all(".bars")) {
      String[] lines = chart.getText().split("\\n");
      assertThat(chart.getText())
          .contains(List.of(Emotion.values()).stream().map(Emotion::label).toList().subList(0, 7));
      assertThat(lines.length).isGreaterThanOrEqualTo(7);
    }
    assertThat(browser.text(".meta")).contains("5 faces", "1280 ×", " ms", "lite");
    browser.shoot("team-light");
  }

  private static void assertShows(List<Scene.LabelledFace> faces) {
    assertThat(browser.all(".face")).hasSize(faces.size());
    for (Scene.LabelledFace face : faces) {
      assertThat(browser.all(".overlay text").stream().filter(each -> lies(each, face)).toList())
          .as("label at %s", face)
          .singleElement()
          .satisfies(label -> assertThat(label.getText()).contains(face.emotion().label()));
    }
  }

  private static boolean lies(WebElement label, Scene.LabelledFace face) {
    // Where the box is on the screen says where it is on the picture: both are scaled alike.
    @SuppressWarnings("unchecked")
    List<Number> shown =
        (List<Number>)
            browser.run(
                """
                const picture = document.querySelector('.picture img');
                const frame = picture.getBoundingClientRect();
                const number = arguments[0].parentElement.dataset.face;
                const box = document.querySelector(`.overlay g[data-face="${number}"] rect`)
                  .getBoundingClientRect();
                const scale = picture.naturalWidth / frame.width;
                return [box.x - frame.x, box.y - frame.y, box.width, box.height]
                  .map((length) => Math.round(length * scale));
                """,
                label);
    Box box =
        new Box(
            shown.get(0).intValue(),
            shown.get(1).intValue(),
            shown.get(2).intValue(),
            shown.get(3).intValue());
    return box.iou(face.box()) > 0.5;
  }

  @Test
  void aTurnedPhotoIsUprightAsAreItsBoxes() throws IOException {
    choose(Files.write(folder.resolve("turned.jpg"), TurnedPhoto.of(sample("pair.png"))));
    awaitResults(1);
    assertThat(browser.text(".meta")).contains("640 × 480");
    assertShows(scene("pair").faces());
  }

  @Test
  void aWebpPictureIsReadAndShown() {
    browser.run(
        """
        createImageBitmap(document.querySelector('[data-sample="pair.png"] img')).then((picture) => {
          const canvas = document.createElement('canvas');
          canvas.width = picture.width;
          canvas.height = picture.height;
          canvas.getContext('2d').drawImage(picture, 0, 0);
          canvas.toBlob((blob) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([blob], 'pair.webp', { type: blob.type }));
            document.getElementById('drop').dispatchEvent(
              new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
          }, 'image/webp');
        });
        """);
    awaitResults(1);
    assertThat(browser.text(".result h2")).isEqualTo("pair.webp");
    assertShows(scene("pair").faces());
  }

  @Test
  void twentyFacesCanBeToldApart() throws IOException {
    BufferedImage team = ImageIO.read(sample("team.png").toFile());
    BufferedImage crowd = new BufferedImage(1280, 720, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 4; i++) {
      crowd.createGraphics().drawImage(team, i % 2 * 640, i / 2 * 360, 640, 360, null);
    }
    Path file = folder.resolve("crowd.png");
    ImageIO.write(crowd, "png", file.toFile());
    for (int width : new int[] {1200, 360}) {
      wide(width);
      choose(file);
      awaitResults(1);
      assertThat(browser.all(".face")).hasSize(20);
      assertThat(browser.all(".bars")).noneMatch(WebElement::isDisplayed);
      assertThat(browser.text(".meta")).contains("20 faces (4 ");
      browser.assertAccessible();
      long covered = coveredLabels();
      browser.shoot("crowd-" + width);
      assertThat(covered).as("labels that others cover at width " + width).isZero();
    }
  }

  private static long coveredLabels() {
    return (Long)
        browser.run(
            """
            const tags = [...document.querySelectorAll('.overlay text')].map(
              (text) => text.previousElementSibling.getBoundingClientRect());
            return tags.filter((a) => tags.some((b) => b !== a && a.left < b.right
              && b.left < a.right && a.top < b.bottom && b.top < a.bottom)).length;
            """);
  }

  @Test
  void manyPicturesStayInTheirOrderUntilTheyAreRemoved() throws IOException {
    String name = "a-name-as-cameras-and-people-give-them-".repeat(5) + ".png";
    Path longName = Files.copy(sample("pair.png"), folder.resolve(name));
    wide(360);
    choose(sample("portrait-happy.png"), longName, sample("team.png"));
    awaitResults(3);
    assertThat(browser.all(".result h2").stream().map(each -> each.getDomAttribute("title")))
        .containsExactly("portrait-happy.png", name, "team.png");
    assertThat((Long) browser.run("return document.documentElement.scrollWidth")).isEqualTo(360);
    browser.shoot("many-phone");
    browser.find("#clear").click();
    assertThat(browser.all(".result")).isEmpty();
    assertThat(browser.text("#status")).isEqualTo("Results removed.");
    assertThat(browser.driver().switchTo().activeElement()).isEqualTo(browser.find("#file"));
  }

  @Test
  void aBusyServerIsAskedAgain() throws Exception {
    LatchedDetector detector = new LatchedDetector();
    try (Pipeline latched = Pipeline.builder().detector(detector).build();
        WebServer busy = WebServer.builder(latched).workers(1).queue(0).start()) {
      var other =
          HttpClient.newHttpClient()
              .sendAsync(
                  HttpRequest.newBuilder(busy.uri().resolve("/api/analyze"))
                      .POST(HttpRequest.BodyPublishers.ofFile(sample("pair.png")))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(detector.started.await(30, TimeUnit.SECONDS)).isTrue();
      browser.show(busy.uri().toString());
      choose(sample("pair.png"));
      browser.await("being told", () -> browser.text("#status").contains("is busy"));
      detector.release.countDown();
      awaitResults(1);
      assertThat(browser.text(".nobody")).startsWith("No face was found.");
      assertThat(other.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      browser.assertAccessible();
      browser.shoot("nobody-light");
    }
  }

  @Test
  void needsNothingButItsServerAndBreaksNoneOfItsRules() {
    browser.find("[data-sample='pair.png']").click();
    awaitResults(1);
    @SuppressWarnings("unchecked")
    List<String> loaded =
        (List<String>)
            browser.run(
                "return performance.getEntriesByType('resource').map((each) => each.name)"
                    + ".filter((name) => !/^(blob|data):/.test(name))");
    assertThat(loaded)
        .hasSizeGreaterThan(5)
        .allSatisfy(name -> assertThat(name).startsWith(server.uri().toString()));
    assertThat(browser.complaints()).isEmpty();
    // It would be told if there were any.
    browser.run("document.body.setAttribute('style', 'color: red')");
    assertThat(browser.complaints())
        .singleElement()
        .satisfies(said -> assertThat(said).contains("Content Security Policy"));
  }

  @Test
  void aMissingCameraIsExplained() {
    browser.find("#tab-live").click();
    browser.assertAccessible();
    browser.shoot("live-idle");
    browser.find("#start").click();
    browser.await("an error", () -> !browser.text("#live-error").isEmpty());
    assertThat(browser.text("#live-error"))
        .isEqualTo("No camera was found. Connect one and try again.");
    assertThat(browser.find("#start").isEnabled()).isTrue();
    browser.assertAccessible();
  }

  @Test
  void aBadPictureSpoilsNoneBesideIt() throws IOException {
    Path notes = Files.writeString(folder.resolve("notes.txt"), "not a picture");
    Path large = Files.write(folder.resolve("large.png"), new byte[(2 << 20) + 1]);
    choose(sample("pair.png"), notes, large, sample("portrait-happy.png"));
    awaitResults(2);
    assertThat(browser.text("#status")).isEqualTo("2 pictures analysed.");
    assertThat(browser.all(".error").stream().map(WebElement::getText))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("notes.txt: The file is not a picture"),
            second ->
                assertThat(second)
                    .isEqualTo("large.png is larger than 2 MiB, the most that this server takes."));
    browser.assertAccessible();
    browser.shoot("errors-light");
  }

  @Test
  void samplesAreAtHand() {
    browser.find("[data-sample='pair.png']").click();
    awaitResults(1);
    assertThat(browser.all(".face")).hasSize(2);
    assertThat(browser.find(".result img").getDomAttribute("alt")).startsWith("pair.png: 2 faces");
  }

  @Test
  void aPictureIsPastedFromTheClipboard() {
    browser.devtools(
        "Browser.grantPermissions",
        Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
    Object copied =
        browser
            .driver()
            .executeAsyncScript(
                """
                const done = arguments[0];
                fetch('/samples/portrait-happy.png').then((answer) => answer.blob())
                  .then((blob) => navigator.clipboard.write([new ClipboardItem({[blob.type]: blob})]))
                  .then(() => done('copied'), (error) => done(String(error)));
                """);
    assertThat(copied).isEqualTo("copied");
    new Actions(browser.driver()).keyDown(Keys.CONTROL).sendKeys("v").keyUp(Keys.CONTROL).perform();
    awaitResults(1);
    assertThat(browser.text(".face h3")).contains("happy");
  }

  @Test
  void aPictureIsDroppedWhateverIsOpen() {
    browser.find("#tab-live").click();
    browser.run(
        """
        fetch('/samples/pair.png').then((answer) => answer.blob()).then((blob) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([blob], 'pair.png', { type: blob.type }));
          document.getElementById('drop').dispatchEvent(
            new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
        });
        """);
    awaitResults(1);
    assertThat(browser.find(".result").isDisplayed()).isTrue();
  }

  @Test
  void followsTheDarkSchemeAndTheSwitch() {
    double light = luminance();
    browser.colourScheme("dark");
    assertThat(luminance()).isLessThan(0.2).isLessThan(light);
    browser.find("[data-sample='team.png']").click();
    awaitResults(1);
    browser.assertAccessible();
    browser.shoot("team-dark");
    browser.find("#theme").click();
    assertThat(luminance()).isEqualTo(light);
    browser.assertAccessible();
    browser.find("#theme").click();
    assertThat(luminance()).isLessThan(0.2);
  }

  private static double luminance() {
    String colour = browser.find("body").getCssValue("background-color");
    return List.of(colour.replaceAll("[^0-9,]", "").split(",")).subList(0, 3).stream()
            .mapToInt(Integer::parseInt)
            .average()
            .orElseThrow()
        / 255;
  }

  @Test
  void fitsAPhone() {
    wide(360);
    browser.assertAccessible();
    browser.shoot("empty-phone");
    wide(360);
    browser.find("[data-sample='team.png']").click();
    awaitResults(1);
    assertThat((Long) browser.run("return document.documentElement.scrollWidth")).isEqualTo(360);
    browser.assertAccessible();
    browser.shoot("team-phone");
  }

  @Test
  void worksWithTheKeyboardAlone() {
    tabTo("#theme");
    tabTo("#tab-pictures");
    keys(Keys.ARROW_RIGHT);
    assertThat(browser.find("#live").isDisplayed()).isTrue();
    keys(Keys.HOME);
    assertThat(browser.find("#live").isDisplayed()).isFalse();
    keys(Keys.END);
    assertThat(browser.find("#live").isDisplayed()).isTrue();
    keys(Keys.ARROW_LEFT);
    assertThat(browser.find("#live").isDisplayed()).isFalse();
    tabTo("#file");
    tabTo("[data-sample='portrait-happy.png']");
    keys(Keys.ENTER);
    awaitResults(1);
    tabTo(".result .downloads button:last-child");
    keys(Keys.SPACE);
    assertThat(browser.download("portrait-happy.json")).isNotEmpty();
  }

  @Test
  void resultsAreDownloaded() throws IOException {
    choose(sample("pair.png"));
    awaitResults(1);
    browser.find(".result .downloads button:last-child").click();
    assertThat(new String(browser.download("pair.json"), StandardCharsets.UTF_8))
        .contains("\"image\": \"pair.png\"", "\"probabilities\"", "\"runtime\"");
    browser.find(".result .downloads button:first-child").click();
    BufferedImage original = ImageIO.read(sample("pair.png").toFile());
    BufferedImage annotated =
        ImageIO.read(new ByteArrayInputStream(browser.download("pair-annotated.png")));
    assertThat(annotated.getWidth()).isEqualTo(original.getWidth());
    assertThat(annotated.getHeight()).isEqualTo(original.getHeight());
    assertThat(annotated.getRGB(2, original.getHeight() - 2))
        .isEqualTo(original.getRGB(2, original.getHeight() - 2));
    long changed = 0;
    for (int y = 0; y < original.getHeight(); y++) {
      for (int x = 0; x < original.getWidth(); x++) {
        changed += annotated.getRGB(x, y) == original.getRGB(x, y) ? 0 : 1;
      }
    }
    assertThat(changed).as("pixels of boxes and labels").isGreaterThan(2000);
  }

  @Test
  void isAccessibleAndSaysWhatItMayBeUsedFor() {
    browser.assertAccessible();
    assertThat(browser.text("footer"))
        .contains(
            "Nothing is stored", "Not allowed", "AI Act", "does not tell what a person feels");
    browser.shoot("empty-light");
  }

  @Test
  void aServerThatIsGoneIsReported() throws IOException {
    try (WebServer brief = WebServer.builder(pipeline).start()) {
      browser.show(brief.uri().toString());
    }
    choose(sample("pair.png"));
    browser.await("an error", () -> !browser.all(".error").isEmpty());
    assertThat(browser.text(".error"))
        .isEqualTo("The server cannot be reached. Is it still running?");
  }
}
